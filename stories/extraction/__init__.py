"""Pure functions from a story to findings: no Django, no database, no network."""
