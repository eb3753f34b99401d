"""From a source to stored versions: poll, fetch, read, save. `fetch`, `feeds` and `pages` know no Django."""
