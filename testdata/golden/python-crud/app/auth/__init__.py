"""Knows who is asking: accounts, sessions, tokens, and what an administrator may do with them."""
