"""What was said, and who coded it: transcripts, people, codings, and the study that keeps them.

>>> from corpus import Study
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.study import Study

__all__ = ["Study"]


def __getattr__(name: str) -> Any:
    """`Study`, loaded when it is asked for: the database is not needed to read a transcript."""
    if name == "Study":
        from corpus.study import Study

        return Study
    raise AttributeError(name)
