"""ledger: every input row once, in order, in exactly one state, and the totals add up."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.columns import Columns
from feedback.domain.ledger import CommentOutcomes, LedgerRow, build_ledger, ledger_totals
from feedback.domain.models import LedgerState
from feedback.domain.survey import Survey
from tests.builders import GOOD_CODE, a_table
from tests.unit.strategies import codes

CODE_A, CODE_B = GOOD_CODE, "110000001en"


def survey_of(comments: list[int | None]) -> Survey:
    return Survey(a_table([[None, None]] * len(comments)), Columns(0, (1,)), [None] * len(comments), comments)


def outcomes(
    cached: dict[int, str] | None = None,
    answered: dict[int, str] | None = None,
    failed: dict[int, str] | None = None,
) -> CommentOutcomes:
    return CommentOutcomes(cached or {}, answered or {}, failed or {}, missing_reason="not analysed")


def ledger(comments: list[int | None], known: CommentOutcomes) -> list[LedgerRow]:
    return build_ledger(survey_of(comments), known, DEFAULT_CODEBOOK)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int | None], CommentOutcomes]:
    """Comments numbered by first appearance, as a survey has them, and any mix of outcomes for them."""
    numbers: dict[int, int] = {}
    drawn = draw(st.lists(st.none() | st.integers(0, 15), max_size=60))
    comments = [None if key is None else numbers.setdefault(key, len(numbers)) for key in drawn]
    some = st.sets(st.integers(0, 15))
    known = CommentOutcomes(
        {number: draw(codes()) for number in draw(some)},
        {number: draw(codes()) for number in draw(some)},
        {number: f"reason {number}" for number in draw(some)},
        missing_reason="not analysed",
    )
    return comments, known


@given(cases())
def test_the_totals_add_up_to_the_rows_for_any_mix(case: tuple[list[int | None], CommentOutcomes]) -> None:
    comments, known = case
    rows = ledger(comments, known)

    assert len(rows) == len(comments)
    assert sum(ledger_totals(rows).values()) == len(comments)


@given(cases())
def test_every_row_is_in_the_state_that_its_own_comment_has(case: tuple[list[int | None], CommentOutcomes]) -> None:
    comments, known = case
    seen: set[int] = set()

    for comment, row in zip(comments, ledger(comments, known), strict=True):
        if comment is None:
            assert row == LedgerRow(LedgerState.BLANK)
            continue
        code = known.cached.get(comment, known.answered.get(comment))
        if code is None:
            assert row == LedgerRow(LedgerState.FAILED, None, known.failed.get(comment, "not analysed"))
        else:
            first = LedgerState.CACHED if comment in known.cached else LedgerState.ANALYZED
            state = LedgerState.DUPLICATE if comment in seen else first
            assert row == LedgerRow(state, decode(code, DEFAULT_CODEBOOK))
        seen.add(comment)


def test_rows_keep_the_order_of_the_input() -> None:
    rows = ledger([0, None, 1, 0, 2], outcomes(cached={1: CODE_A}, answered={0: CODE_B}, failed={2: "refused"}))

    assert [row.state for row in rows] == ["analyzed", "blank", "cached", "duplicate", "failed"]


def test_a_duplicate_carries_the_analysis_of_the_first() -> None:
    first, again = ledger([0, 0], outcomes(answered={0: CODE_A}))

    assert again == LedgerRow(LedgerState.DUPLICATE, first.analysis)
    assert first.analysis == decode(CODE_A, DEFAULT_CODEBOOK)


def test_a_duplicate_of_a_comment_that_failed_has_failed_for_the_same_reason() -> None:
    rows = ledger([0, 0, 0], outcomes(failed={0: "refused"}))

    assert rows == [LedgerRow(LedgerState.FAILED, failure_reason="refused")] * 3


def test_a_comment_of_which_nothing_is_known_has_failed_and_is_not_invented() -> None:
    assert ledger([0], outcomes()) == [LedgerRow(LedgerState.FAILED, failure_reason="not analysed")]


def test_the_totals_name_every_state_also_those_without_rows() -> None:
    assert ledger_totals([]) == {"analyzed": 0, "cached": 0, "duplicate": 0, "blank": 0, "failed": 0}
