"""Every page that can be reached, as the program answers it: `python -m tests.civictrack.crawl [FOLDER [START]]`.

Follows the links of the public site and, logged in as the first user there is, of the desk; or only those below START.
Prints a line a page; into FOLDER it writes what each page says, without what differs at every request, so that two
folders can be compared.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import django

STARTS = ("/en/", "/desk/", "/desk/people/", "/desk/issues/", "/desk/sources/")
LINK = re.compile(r"""(?:href|action)="(/(?:en|desk)/[^"#]*)""")
# Tokens are new at every request, an iCalendar's stamp is the moment, and "ago" goes on.
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|DTSTAMP:\w+|<updated>[^<]*|\d+\xa0\w+ ago|nonce="[^"]*"'
)
MOST = 2000


def pages(below: str) -> Iterator[tuple[str, int, str]]:
    """Address, status and text of each page, in the order in which links lead there."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(User.objects.order_by("pk")[0])
    waiting = [start for start in STARTS if start.startswith(below)]
    seen = set(waiting)
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        yield address, answer.status_code, CHANGING.sub("", text)
        for link in LINK.findall(text):
            if (plain := link.replace("&amp;", "&")) not in seen and plain.startswith(below) and "logout" not in plain:
                seen.add(plain)
                waiting.append(plain)


def main(folder: str = "", below: str = "/") -> None:
    """Walk; a page of status 500 makes the exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
    django.setup()
    failed = False
    for address, status, text in pages(below):
        print(status, address)
        failed = failed or status >= 500
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            (Path(folder) / quote(address, safe="")[:200]).write_text(text)
    sys.exit(failed)


if __name__ == "__main__":
    main(*sys.argv[1:])
