"""primary: every rated row once, under the first theme of its analysis."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.primary import primary_themes
from feedback.domain.nps import NpsCounts
from tests.unit.insights.frames import BLANK, CODEBOOK, FAILED, Row, about, made, rows, shuffled


def primary(some: list[Row]) -> list[dict[str, object]]:
    return primary_themes(made(some).frame, CODEBOOK)


def test_rows_count_under_their_first_theme_only() -> None:
    some = [Row(9, about("staff", "price")), Row(3, about("staff")), Row(7, about("price")), Row(None, about("app"))]

    assert primary(some) == [
        {"theme": "staff", "n": 2, "promoters": 1, "passives": 0, "detractors": 1},
        {"theme": "price", "n": 1, "promoters": 0, "passives": 1, "detractors": 0},
    ]


def test_rows_without_theme_or_analysis_count_under_no_name() -> None:
    some = [Row(9), Row(8, state=BLANK), Row(0, about("price"), FAILED)]

    assert primary(some) == [{"theme": "", "n": 3, "promoters": 1, "passives": 1, "detractors": 1}]


@given(st.lists(rows, max_size=40))
def test_the_counts_add_up_to_the_whole(some: list[Row]) -> None:
    counts = NpsCounts.of(row.rating for row in some if row.rating is not None)
    found = primary(some)

    for name, whole in (("n", counts.n), ("promoters", counts.promoters), ("detractors", counts.detractors)):
        assert sum(entry[name] for entry in found) == whole  # type: ignore[misc]


@given(shuffled())
def test_the_order_of_rows_changes_nothing(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = pair

    assert primary(one) == primary(other)


def test_without_ratings_there_is_nothing() -> None:
    assert primary([Row(None, about("price"))]) == []
