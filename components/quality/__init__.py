"""The data-quality page: what was measured of each source, what was found, and what it does to which promise."""
