"""Reading a page: bytes or HTML, and its address, to a `Page`."""
