"""Floors and naive twins of two pages, to hold the pages against: see the part `pages`."""
