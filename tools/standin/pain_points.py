"""What troubles a customer, in the comment's own words."""

import re

from feedback.domain.codec import MAX_PAIN_POINT
from tools.standin.reading import read

_SENTENCE = re.compile(r"[^.!?;\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_TWELVE_WORDS = re.compile(r"(?:\S+ +){0,11}\S+")
_NOTABLE = -0.3


def pain_point(text: str) -> str | None:
    """The beginning of the sentence that speaks worst, at most 12 words; None where none speaks ill."""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(text)]
    scores = {sentence: sum(clause.score for clause in read(sentence)[1]) for sentence in sentences if sentence}
    worst = min(scores, key=lambda sentence: scores[sentence], default="")
    if not worst or scores[worst] >= _NOTABLE:
        return None
    words = _TWELVE_WORDS.match(worst)
    return words[0][:MAX_PAIN_POINT].strip() if words else None
