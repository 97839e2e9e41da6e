"""Bringing in by itself what lies in a drop folder and what a database holds, run after run: `python -m data sync`."""
