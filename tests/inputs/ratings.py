"""Cells that say a rating, cells that say none, and scales that are not 0 to 10."""

from tests.inputs.case import Case, Reads, Refused, survey_csv

READ: dict[str, int] = {
    "9": 9,
    "9.0": 9,
    "9,0": 9,
    "9/10": 9,
    " 9 ": 9,
    "9 out of 10": 9,
    "9 - very likely": 9,
    "10 = extremely likely": 10,
    "0 (not at all likely)": 0,
    "Extremely likely - 10": 10,
    "10 Extremely likely": 10,
    "Extremely likely\n10": 10,
    "９": 9,
    "٩": 9,
    "१०": 10,
    "٩٫٠": 9,
}
NOT_READ: dict[str, str] = {
    "90%": "percent",
    "2026-01-09": "date",
    "TRUE": "boolean",
    "#N/A": "error",
    "NaN": "not_finite",
    "1e309": "not_finite",
    "-1": "out_of_scale",
    "11": "out_of_scale",
    "1,000": "out_of_scale",
    "9.5": "not_whole",
    "very likely": "words",
    "9 days": "words",
    "n/a": "words",
    "": "empty",
}
_KNOWN = [["9", "one"], ["8", "two"], ["6", "three"]]


def _scale(values: list[int], expected: Reads | Refused, header: str = "NPS", **options: str) -> Case:
    rows: list[list[object]] = [
        [header, "Comment"],
        *([value, f"comment number {n}"] for n, value in enumerate(values)),
    ]
    return survey_csv(rows, expected, **options)


def _cell(text: str, expected: Reads) -> Case:
    return survey_csv([["NPS", "Comment"], *_KNOWN, [text, "four"]], expected)


STARS = [5, 4, 3, 2, 1, 5, 5, 4]
RATINGS: dict[str, Case] = {
    **{f"rating {text!r}": _cell(text, Reads([9, 8, 6, rating])) for text, rating in READ.items()},
    **{
        f"no rating {text!r}": _cell(text, Reads([9, 8, 6, None], unrated={reason: 1}))
        for text, reason in NOT_READ.items()
    },
    "stars are asked about": _scale(STARS, Refused("rating_scale_needed", "1-5")),
    "stars with their scale": _scale(
        STARS, Reads([10, 8, 5, 3, 0, 10, 10, 8], scale="1-5", note="5"), rating_scale="1-5"
    ),
    "zero to five is asked about": _scale([0, *STARS], Refused("rating_scale_needed", "0")),
    "zero to five with its scale": _scale([0, 5, 4], Reads([0, 10, 8], scale="0-5"), rating_scale="0-5"),
    "one to ten by its header is asked about": _scale(
        [9, 1, 7], Refused("rating_scale_needed", "1-10"), header="NPS (1-10)"
    ),
    "one to ten by its numbers is asked about": _scale(
        [1] * 6 + [2] + list(range(2, 11)) * 2, Refused("rating_scale_needed")
    ),
    "one to ten with its scale": _scale([9, 1, 7, 0], Reads([9, 1, 7, None], scale="1-10"), rating_scale="1-10"),
    "low numbers under a header that says 0-10": _scale(
        [5, 4, 3, 2], Reads([5, 4, 3, 2], rating="NPS (0-10)", scale="0-10"), header="NPS (0-10)"
    ),
    "low numbers that the caller says are 0-10": _scale(
        [5, 4, 3, 2], Reads([5, 4, 3, 2], scale="0-10"), rating_scale="0-10"
    ),
    "a scale that the numbers deny": _scale([9, 8, 10, 7], Refused("rating_scale_mismatch"), rating_scale="1-5"),
    "a scale that there is not": _scale([9, 8], Refused("wrong_option", "rating_scale"), rating_scale="1-7"),
    "one to seven is asked about": _scale([n % 7 + 1 for n in range(28)], Refused("rating_scale_needed", "1 to 7")),
    "stars as signs": survey_csv(
        [["Stars", "Comment"], ["★★★★★", "one"], ["★★☆☆☆", "two"], ["4 stars", "three"], ["3/5", "four"]],
        Reads([10, 3, 8, 5], rating="Stars", scale="1-5"),
        rating_scale="1-5",
    ),
    "numbers up to 100": _scale([90, 85, 20, 100], Refused("no_rating_column", "100")),
}
