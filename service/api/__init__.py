"""The HTTP edge: parse, call the heart, answer."""
