"""The heart: from a comment to its verdict, without HTTP, files on request or global state."""
