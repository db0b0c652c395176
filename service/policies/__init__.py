"""Policies as files: their shape, what they inherit, and the book that reads them again."""
