"""What unpacks foreign files, each in a process of its own: a prepared file can abort or fill a whole process.

Kept apart from `data.readers`, and free of its imports, so that such a process starts at once.
"""
