"""The WSGI entry point: `gunicorn civictrack.wsgi`."""

import os

from civictrack import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
embedded.ensure()

import django  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from civictrack.middleware import in_utf_8  # noqa: E402
from civictrack.static_files import collect  # noqa: E402

django.setup()
collect()
application = in_utf_8(get_wsgi_application())
