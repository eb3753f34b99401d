"""From a change to a reader's mail: announced, fanned out, owed, gathered into a mail, sent; and who asked for it."""
