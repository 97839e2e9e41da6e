"""Panels that several pages use: trends, groups, counts, distributions, tables."""
