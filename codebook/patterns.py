"""spaCy Matcher patterns as a codebook keeps them: plain data, checked for their shape and written as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from codebook.errors import CodebookError
from codebook.names import clean_text

Pattern = list[dict[str, Any]]

_SHAPE = 'patterns are a list of patterns, each a list of tokens such as [{"LOWER": "rapid"}, {"LEMMA": "model"}]'


def checked_patterns(patterns: Any) -> tuple[Pattern, ...]:
    """A copy of the patterns, once they have the shape that a Matcher reads.

    Raises:
        CodebookError: they are not lists of lists of token descriptions, or cannot be written as JSON.
    """
    try:
        text = patterns_text(patterns)
    except (TypeError, ValueError, RecursionError):
        raise CodebookError(f"{_SHAPE}.") from None
    if clean_text(text) != text:
        raise CodebookError("patterns hold a control character; type them anew.")
    copy = json.loads(text) if text else []
    for pattern in copy:
        if not isinstance(pattern, list) or not pattern or not all(isinstance(token, dict) for token in pattern):
            raise CodebookError(f"{_SHAPE}.")
    return tuple(copy)


def patterns_text(patterns: Iterable[Pattern]) -> str:
    """The patterns as JSON, "" where there are none."""
    listed = list(patterns)
    return json.dumps(listed, ensure_ascii=False, allow_nan=False) if listed else ""
