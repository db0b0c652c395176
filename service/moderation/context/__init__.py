"""A comment read beside its article and its parent: what it quotes, and whom it attacks."""
