"""From an address to a stored story version: each module does one step and runs alone."""
