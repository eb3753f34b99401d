"""Which issues a story belongs to, and which votes are near it."""
