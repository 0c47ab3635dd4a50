"""Puts the parts together: what happens to every request, and which routes there are."""
