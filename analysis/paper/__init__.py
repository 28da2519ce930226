"""What a paper says beside its tables and figures: the methods paragraph, quotes by theme, and the document itself.

Plain values in, text out. Adding a part is adding a file.
"""
