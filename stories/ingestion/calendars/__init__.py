"""A public body's own calendar: bytes in, rows out."""
