#!/usr/bin/env python
"""Run a management command; starts the embedded servers first where the command needs them."""

import os
import signal
import sys

# These read files and write text: they must work where no server can run.
SERVERLESS = {"extract", "read_feed", "read_page", "help", "--help", "version", "--version", "makemessages"}


def main() -> None:
    """Start what the command needs, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
    # An ordinary exit, so that the last user of the embedded servers stops them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in SERVERLESS:
        from civictrack import embedded

        embedded.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
