"""Training of the tagger: marked stories in, int8 weights with their card out. Only here is torch imported."""
