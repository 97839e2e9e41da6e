"""The page on which people bring their own files."""
