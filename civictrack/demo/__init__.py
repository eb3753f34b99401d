"""Tern Harbor: an invented city, its council and its news, for whoever tries the program."""
