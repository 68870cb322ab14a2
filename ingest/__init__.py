"""A document in, passages out: sources, fetch, load, clean, chunk, sync."""
