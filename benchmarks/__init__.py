"""What the dashboard costs in time and memory, as ratios taken in one run: `python -m benchmarks`."""
