"""The row ledger: every input row once, in input order, in exactly one state."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.codec import decode
from feedback.domain.models import Analysis, LedgerState
from feedback.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class CommentOutcomes:
    """What is known of the unique comments, by number. missing_reason is that of comments in none of the three."""

    cached: Mapping[int, str]
    answered: Mapping[int, str]
    failed: Mapping[int, str]
    missing_reason: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """analysis is None unless the state is analyzed, cached or duplicate; failure_reason is set where it is failed."""

    state: LedgerState
    analysis: Analysis | None = None
    failure_reason: str | None = None


def build_ledger(survey: Survey, outcomes: CommentOutcomes, codebook: Codebook) -> list[LedgerRow]:
    """One entry a row. A duplicate of a comment that failed has failed too: there is no analysis to carry."""
    first: dict[int, LedgerRow] = {}
    rows: list[LedgerRow] = []
    for comment in survey.comments:
        if comment is None:
            rows.append(LedgerRow(LedgerState.BLANK))
        elif comment not in first:
            first[comment] = _outcome(comment, outcomes, codebook)
            rows.append(first[comment])
        else:
            original = first[comment]
            failed = original.state is LedgerState.FAILED
            rows.append(original if failed else LedgerRow(LedgerState.DUPLICATE, original.analysis))
    return rows


def _outcome(comment: int, outcomes: CommentOutcomes, codebook: Codebook) -> LedgerRow:
    if (code := outcomes.cached.get(comment)) is not None:
        return LedgerRow(LedgerState.CACHED, decode(code, codebook))
    if (code := outcomes.answered.get(comment)) is not None:
        return LedgerRow(LedgerState.ANALYZED, decode(code, codebook))
    reason = outcomes.failed.get(comment, outcomes.missing_reason)
    return LedgerRow(LedgerState.FAILED, failure_reason=reason)


def ledger_totals(rows: Sequence[LedgerRow]) -> dict[str, int]:
    """Rows in each of the five states, zeros included."""
    counts = Counter(row.state for row in rows)
    return {state.value: counts[state] for state in LedgerState}
