"""Benchmarks: `python -m benchmarks`, or `make benchmark`. Ratios in one run; nothing is asserted."""
