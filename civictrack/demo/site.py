"""The process behind the demo's news sites and mailbox: `python -m civictrack.demo.site PORT SMTP-PORT DAY FOLDER`."""

import sys
from datetime import date
from pathlib import Path

from civictrack.demo.content import load
from civictrack.demo.days import days
from civictrack.demo.newsroom import Newsroom, serve


def main(port: str, smtp_port: str, day: str, folder: str) -> None:
    today = date.fromisoformat(day)
    newsroom = Newsroom(load(today), f"http://127.0.0.1:{port}", Path(folder) / "mail", days(today))
    serve(newsroom, int(port), int(smtp_port))


if __name__ == "__main__":
    main(*sys.argv[1:])
