"""The nouns: what a call is, before anyone judges it. Standard library only."""
