"""The command `vivavoce`."""

from app.cli.main import main

__all__ = ["main"]
