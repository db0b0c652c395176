"""Many comments at a time, outside HTTP."""
