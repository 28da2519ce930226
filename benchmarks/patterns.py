"""Patterns for the generated studies, made from a seed: as many, and of the shapes, that a codebook's are."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.studies import vocabulary_of

CODES, PATTERNS = 75, 300


def codes() -> pd.DataFrame:
    """Codes with patterns of the words that interviews are made of, neither the commonest nor the rarest."""
    random = np.random.default_rng(0)
    words = np.array(vocabulary_of(random)[20:2_000])

    def lemmas() -> dict[str, Any]:
        return {"LEMMA": {"IN": random.choice(words, random.integers(2, 8), replace=False).tolist()}}

    def lower() -> dict[str, Any]:
        return {"LOWER": str(random.choice(words))}

    any_words: list[dict[str, Any]] = [{}, {"OP": "?"}, {"OP": "*"}]
    patterns = [
        [lemmas(), any_words[number % 3] | {"IS_ALPHA": True}, lower() if number % 2 else lemmas()]
        for number in range(PATTERNS)
    ]
    return pd.DataFrame(
        {
            "code": [f"c{number}" for number in range(CODES)],
            "path": [f"Code {number}" for number in range(CODES)],
            "patterns": [json.dumps(patterns[number::CODES]) for number in range(CODES)],
        }
    )
