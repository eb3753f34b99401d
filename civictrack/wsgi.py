"""The WSGI entry point: `gunicorn civictrack.wsgi`."""

import os

from civictrack import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
embedded.ensure()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
