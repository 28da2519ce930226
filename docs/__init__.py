"""The documentation, and what keeps it true: its examples are run, its reference and its pictures are made."""
