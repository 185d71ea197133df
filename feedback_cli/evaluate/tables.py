"""The tables of the report as texts, for the file and for the screen. What is undefined is shown as "–"."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_cli.evaluate.agreement import Agreement
from feedback_cli.evaluate.ask import Outcome
from feedback_cli.evaluate.findings import SizeFindings
from feedback_cli.evaluate.intervals import Estimate
from feedback_cli.evaluate.judgement import SCORES
from feedback_cli.evaluate.verdict import Verdict

UNDEFINED = "–"


@dataclass(frozen=True, slots=True)
class TextTable:
    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[list[str]]


def tables(sizes: Sequence[SizeFindings], too_large: Sequence[int]) -> list[TextTable]:
    """All tables; the first is the one that says which size is safe. too_large: sizes with too few comments to ask."""
    alone = [(size.name, size.with_alone) for size in sizes if size.with_alone]
    return [
        _verdicts(sizes, too_large),
        _agreement("Agreement with the labels", [(size.name, size.with_labels) for size in sizes]),
        _agreement("Agreement with one comment a call", alone),
        _correlations("Rank correlation with the labels", [(size.name, size.with_labels) for size in sizes]),
        _correlations("Rank correlation with one comment a call", alone),
        _ids(sizes),
        _costs(sizes),
    ]


def _verdicts(sizes: Sequence[SizeFindings], too_large: Sequence[int]) -> TextTable:
    rows = [
        [
            size.name,
            size.judged.verdict.value,
            size.judged.reason,
            estimate(size.with_alone.kappa) if size.with_alone else UNDEFINED,
            estimate(size.difference) if size.difference else UNDEFINED,
            _thousandths(size.lost),
            dollars(_a_comment(size.usage.cost_micro_usd, size), 1000),
        ]
        for size in sizes
    ]
    rows += [[str(size), Verdict.TOO_FEW.value, f"{size} comments are needed", *[UNDEFINED] * 4] for size in too_large]
    return TextTable(
        "Which batch size is safe",
        "Size: comments a call. Kappa: of sentiment classes with one comment a call. Noise floor: kappa of “1 again”.",
        ("size", "verdict", "why", "kappa", "kappa − noise floor", "lost, of 1,000", "$, of 1,000"),
        rows,
    )


def _agreement(title: str, found: Sequence[tuple[str, Agreement]]) -> TextTable:
    return TextTable(
        title,
        "Sentiment classes: accuracy and quadratic kappa. Themes: precision, recall and F1 over all mentions, and the"
        " share of common themes with the same polarity.",
        ("size", "n", "accuracy", "kappa", "precision", "recall", "F1", "polarity", "language"),
        [
            [
                name,
                str(one.accuracy.n),
                estimate(one.accuracy),
                estimate(one.kappa),
                *(number(value) for value in (one.themes.precision, one.themes.recall, one.themes.f1)),
                estimate(one.themes.polarity),
                estimate(one.language),
            ]
            for name, one in found
        ],
    )


def _correlations(title: str, found: Sequence[tuple[str, Agreement]]) -> TextTable:
    """One row a score, one column a pass; scores of which nobody says anything are left out."""
    named = [score for score in SCORES if any(one.correlations[score].n for _, one in found)]
    return TextTable(
        title,
        "Spearman’s coefficient.",
        ("score", *(name for name, _ in found)),
        [[score, *(estimate(one.correlations[score]) for _, one in found)] for score in named],
    )


def _ids(sizes: Sequence[SizeFindings]) -> TextTable:
    rows = []
    for size in sizes:
        counts = [size.outcomes[kind] for kind in (Outcome.MISSING, Outcome.REPEATED, Outcome.MALFORMED)]
        shown = [f"{count} ({1000 * count / size.comments:.1f})" for count in (*counts, size.unknown)]
        problems = ", ".join(f"{count} × {problem}" for problem, count in size.problems.items())
        rows.append([size.name, str(size.comments), *shown, str(size.outcomes[Outcome.UNANSWERED]), problems or "none"])
    return TextTable(
        "What came back",
        "Comments, in brackets of 1,000. Unknown: ids that were not asked for. Unanswered: their calls failed.",
        ("size", "comments", "missing", "repeated", "malformed", "unknown", "unanswered", "whole answers"),
        rows,
    )


def _costs(sizes: Sequence[SizeFindings]) -> TextTable:
    return TextTable(
        "What it took",
        "Tokens and dollars are as the provider counted them, its prompt cache included; seconds include the waits at"
        " MAX_RPS and MAX_TPM, which the stand-in does not have.",
        ("size", "calls", "failed", "tokens in, each", "tokens out, each", "$, of 1,000", "$", "seconds"),
        [
            [
                size.name,
                str(size.usage.calls),
                str(size.usage.failed_calls),
                _each(size.usage.tokens_in, size),
                _each(size.usage.tokens_out, size),
                dollars(_a_comment(size.usage.cost_micro_usd, size), 1000),
                dollars(size.usage.cost_micro_usd),
                f"{size.seconds:.1f}",
            ]
            for size in sizes
        ],
    )


def _each(count: int, size: SizeFindings) -> str:
    return f"{count / size.comments:.1f}"


def _a_comment(micro_usd: int | None, size: SizeFindings) -> float | None:
    return None if micro_usd is None else micro_usd / size.comments


def number(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:z.2f}".replace("-", "−")


def estimate(found: Estimate) -> str:
    """The value with its interval, as in "0.87 [0.80, 0.92]"; an interval without width says nothing."""
    if found.low is None or found.high is None or found.low == found.high:
        return number(found.value)
    return f"{number(found.value)} [{number(found.low)}, {number(found.high)}]"


def dollars(micro_usd: float | None, times: int = 1) -> str:
    return UNDEFINED if micro_usd is None else f"{times * micro_usd / 1_000_000:.4f}"


def _thousandths(lost: Estimate) -> str:
    if lost.value is None or lost.low is None or lost.high is None:
        return UNDEFINED
    return f"{1000 * lost.value:.1f} [{1000 * lost.low:.1f}, {1000 * lost.high:.1f}]"
