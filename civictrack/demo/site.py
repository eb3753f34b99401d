"""The process behind the demo's news sites and mailbox: `python -m civictrack.demo.site PORT SMTP-PORT DAY FOLDER`."""

import sys
from datetime import date
from pathlib import Path

from civictrack.demo.content import load
from civictrack.demo.newsroom import Newsroom, serve


def main(port: str, smtp_port: str, day: str, folder: str) -> None:
    newsroom = Newsroom(load(date.fromisoformat(day)), f"http://127.0.0.1:{port}", Path(folder) / "mail")
    serve(newsroom, int(port), int(smtp_port))


if __name__ == "__main__":
    main(*sys.argv[1:])
