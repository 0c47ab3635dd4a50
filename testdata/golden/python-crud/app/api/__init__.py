"""What all routes share: bodies, lists, pages, errors."""
