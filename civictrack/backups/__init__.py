"""Backups: a folder each with the database's dump and a manifest, made, pruned and restored; and the journal of what
was removed since, which stands outside the database.
"""


class BackupError(Exception):
    """A backup can't be made or restored; the message says why, and what to do."""
