"""What templates may load from this floor."""
