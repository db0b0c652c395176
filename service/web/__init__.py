"""Pages for people, with everything they need served from this package."""
