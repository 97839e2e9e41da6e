"""Improvement actions: opened from any figure, listed, followed up, and judged."""
