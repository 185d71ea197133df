"""impact: worst and best are the ends of all that failed rows could have said."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback.domain.insights.impact import impacts
from feedback.domain.models import LedgerState
from tests.unit.insights.frames import BLANK, FAILED, KEYS, Row, about, made

ratings = st.sampled_from((0, 3, 7, 8, 9, 10))
known_rows = st.builds(
    Row,
    rating=ratings,
    themes=st.sampled_from((about(), about("price"), about("staff", "price"))),
    state=st.sampled_from((LedgerState.ANALYZED, BLANK)),
)


def impact(values: list[int], mentions: tuple[bool, ...]) -> float | None:
    rest = [value for value, here in zip(values, mentions, strict=True) if not here]
    if not rest or len(rest) == len(values):
        return None
    return 100 * (sum(values) / len(values) - sum(rest) / len(rest))


def value(row: Row) -> int:
    assert row.rating is not None
    return (row.rating >= 9) - (row.rating <= 6)


@given(st.lists(known_rows, max_size=6), st.lists(ratings, max_size=7))
@example([Row(9, about("price"))] * 2, [0, 0])
@example([Row(9)], [0, 7, 10])
@example([], [0, 7, 10])
def test_worst_and_best_are_those_of_every_assignment(known: list[Row], failed: list[int]) -> None:
    some = known + [Row(rating, about("price"), FAILED) for rating in failed]
    found = impacts(made(some).frame).entry(KEYS.index("price"))
    mentions = tuple(row.state is not BLANK and "price" in dict(row.themes) for row in known)
    every = [impact([*map(value, some)], (*mentions, *more)) for more in product((True, False), repeat=len(failed))]
    possible = [one for one in every if one is not None]

    if possible:
        assert found["worst"] == pytest.approx(min(possible), abs=0.005 + 1e-9)
        assert found["best"] == pytest.approx(max(possible), abs=0.005 + 1e-9)
    else:
        assert (found["worst"], found["best"]) == (None, None)


@given(st.lists(known_rows, max_size=12))
def test_without_failed_rows_worst_and_best_are_the_impact_itself(known: list[Row]) -> None:
    found = impacts(made(known).frame)

    for at in range(len(KEYS)):
        entry = found.entry(at)
        assert (entry["worst"], entry["best"]) == (entry["points"], entry["points"])


def test_failed_rows_without_a_rating_change_no_bound() -> None:
    some = [Row(9, about("price")), Row(3)]
    one, other = (impacts(made(each).frame).entry(0) for each in (some, [*some, Row(None, state=FAILED)]))

    assert one == other


def test_where_every_known_row_mentions_a_theme_failed_rows_still_bound_its_impact() -> None:
    found = impacts(made([Row(9, about("price")), Row(9, about("price")), Row(0, state=FAILED)]).frame).entry(0)

    assert found["points"] is None
    assert (found["worst"], found["best"]) == (133.33, 133.33)
