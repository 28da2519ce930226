"""Benchmarks: studies of any size, and what the commands take on them."""
