"""The scale of a rating column: taken where it is told or plain, asked for where a wrong guess would ruin the score."""

import re
from collections import Counter
from enum import StrEnum

from feedback.domain.column_errors import quoted
from feedback.domain.errors import InputError


class RatingScale(StrEnum):
    """The whole numbers that people could choose from."""

    ZERO_TO_TEN = "0-10"
    ONE_TO_TEN = "1-10"
    ONE_TO_FIVE = "1-5"
    ZERO_TO_FIVE = "0-5"

    @property
    def top(self) -> int:
        return max(_TO_TEN[self])

    def to_ten(self, value: int) -> int | None:
        """The value on 0–10, where NPS is defined; None where it is not on this scale."""
        return _TO_TEN[self].get(value)

    @property
    def mapping(self) -> str:
        """One sentence on how the values become 0…10; empty for 0-10 itself."""
        return _MAPPING[self]


_TO_TEN: dict[RatingScale, dict[int, int]] = {
    RatingScale.ZERO_TO_TEN: {n: n for n in range(11)},
    RatingScale.ONE_TO_TEN: {n: n for n in range(1, 11)},
    RatingScale.ONE_TO_FIVE: {1: 0, 2: 3, 3: 5, 4: 8, 5: 10},
    RatingScale.ZERO_TO_FIVE: {n: 2 * n for n in range(6)},
}
_MAPPING = {
    RatingScale.ZERO_TO_TEN: "",
    RatingScale.ONE_TO_TEN: "On the scale 1-10 the numbers count as they are, and 0 is no rating.",
    RatingScale.ONE_TO_FIVE: "On the scale 1-5 the numbers 1, 2, 3, 4 and 5 count as 0, 3, 5, 8 and 10: 5 is a "
    "promoter, 4 is passive, 1 to 3 are detractors.",
    RatingScale.ZERO_TO_FIVE: "On the scale 0-5 every number is doubled: 5 is a promoter, 4 is passive, 0 to 3 are "
    "detractors.",
}
_BETWEEN = r"(?:-|–|—|−|_|\.{2,}|…|/|to|a|à|ao|as|até|hasta|bis|and|y|e|et|und)"
_RANGE = re.compile(
    rf"(?<![^\W_])(?<![.,/-])([01])\s*(?:\([^)]{{0,80}}\))?\s*{_BETWEEN}\s*(10|5)(?![^\W_]|[.,/-]\d)", re.IGNORECASE
)
_ENDS = re.compile(r"(?<![\w.,/-])([01])\s*[=:][^0-9]{1,80}(?<!\d)(10|5)\s*[=:]")
_FIVE = re.compile(
    r"\b(?:out of|sur|von|sobre)\s*5\b|/\s*5\b"
    r"|\b(?:stars?|estrellas?|étoiles?|etoiles?|sterne?n?|estrelas?|csat)\b|[★⭐]",
    re.IGNORECASE,
)
_FEW, _ENOUGH, _HEAP = 3, 20, 5
_SCHOOL_TOP = 7


def decide_scale(header: str, numbers: Counter[int], asked: RatingScale | None) -> tuple[RatingScale, str | None]:
    """The scale of the column named header, and a note to show or None. numbers: those read from it and how often.

    What can be known from numbers alone:
    - None above 5. On 0–10 most customers answer above 5: even where only half do, three answers are all below with a
      chance of 1 in 8 and ten with 1 in 1,000. To ask costs a sentence; to take 1–5 for 0–10 makes everybody a
      detractor. So three numbers are enough to ask; with fewer there is a note.
    - No 0, but a heap at 1. Very unhappy people choose the end of the scale. On 0–10 the end is 0: were 0 just as
      likely as 1, five 1s without any 0 had a chance of 1 in 32. So 20 numbers without 0, with five or more 1s, more
      than 2s, look like 1–10. Without the heap nothing tells the scales apart, and the NPS is the same: a note.
    - No 0, and none above 7, but 6 or 7. Where as many as 60 % of the answers on 0–10 are at most 7, all of 20 are
      with a chance of 1 in 27,000. So 20 numbers look like 1–7 or school grades, which have no NPS.
    Raises InputError: rating_scale_needed, or rating_scale_mismatch where over half of the numbers are off asked.
    """
    numbers = +numbers
    if asked is not None:
        return asked, _check(header, numbers, asked)
    ranges = {*_RANGE.findall(header), *_ENDS.findall(header)}
    if ("0", "10") in ranges or not numbers:
        return RatingScale.ZERO_TO_TEN, None
    if ranges or _FIVE.search(header.replace("_", " ")):
        raise _needed(header, numbers, "its name says so")
    n = numbers.total()
    if max(numbers) <= 5:
        if n >= _FEW:
            raise _needed(header, numbers, f"that looks like {'0-5' if numbers[0] else '1-5'}")
        return RatingScale.ZERO_TO_TEN, f"{_TAKEN} {_seen(header, numbers)}. If that is wrong, {_ADVICE}"
    if numbers[0] or n < _ENOUGH:
        return RatingScale.ZERO_TO_TEN, None
    if max(numbers) <= _SCHOOL_TOP:
        raise InputError("rating_scale_needed", f"{_doubt(header, numbers)}; that looks like 1-7 or 1-6. {_NO_NPS}")
    if numbers[1] >= _HEAP and numbers[1] > numbers[2]:
        raise _needed(header, numbers, "with no 0 and the lowest answers gathered at 1 that looks like 1-10")
    return RatingScale.ZERO_TO_TEN, (
        f"{_TAKEN} {_seen(header, numbers)}. On 1-10 the NPS would be the same, since there is no 0."
    )


_TAKEN = "The ratings are taken for 0-10:"
_ADVICE = (
    f"give the option rating_scale: {', '.join(list(RatingScale)[:-1])} or {RatingScale.ZERO_TO_FIVE}. "
    f"{_MAPPING[RatingScale.ONE_TO_FIVE]}"
)

_NO_NPS = (
    "Scales 1-7 and 1-6 can't be turned into an NPS. If the question was 0-10, give the option rating_scale: 0-10; "
    "if not, remove the column, and the comments are analysed without an NPS."
)


def _check(header: str, numbers: Counter[int], asked: RatingScale) -> str | None:
    off = sum(times for number, times in numbers.items() if asked.to_ten(number) is None)
    if 2 * off > numbers.total():
        raise InputError(
            "rating_scale_mismatch",
            f"The rating_scale {asked} does not fit: {_seen(header, numbers)}, and {off:,} of them are not on that "
            f"scale. Correct the option rating_scale, or say with the option rating which column holds the ratings.",
        )
    return asked.mapping or None


def _needed(header: str, numbers: Counter[int], why: str) -> InputError:
    return InputError("rating_scale_needed", f"{_doubt(header, numbers)}; {why}. Please {_ADVICE}")


def _doubt(header: str, numbers: Counter[int]) -> str:
    return f"The ratings may not be on the scale 0-10: {_seen(header, numbers)}"


def _seen(header: str, numbers: Counter[int]) -> str:
    n = numbers.total()
    counted = "1 number that was read is" if n == 1 else f"{n:,} numbers that were read go from"
    ends = str(min(numbers)) if n == 1 else f"{min(numbers)} to {max(numbers)}"
    return f"in the column {quoted(header)} the {counted} {ends}"
