"""The curators' desk: every pending finding beside the words it rests on."""
