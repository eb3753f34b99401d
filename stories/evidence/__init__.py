"""What a public claim rests on: its passage, how much of a story may be shown, and the citation it carries."""
