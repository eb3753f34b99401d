"""Reading a feed: bytes, and its address, to a `Feed` with its entries."""
