"""The public record as files, for whoever wants to reckon with all of it, and files into an empty instance.

What may be in them is the table in `kinds.py`, and nothing else.
"""


class OpenDataError(Exception):
    """The files can't be written or taken in; the message says why, a line each thing."""
