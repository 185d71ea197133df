"""The files of an evaluation: a report for people, all figures for programs, and each comment's label and answers."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from feedback.adapters.report_csv import csv_bytes
from feedback.domain.codebook import Codebook
from feedback.domain.codec import decode
from feedback.domain.models import Cell
from feedback_cli.evaluate.ask import Asked
from feedback_cli.evaluate.findings import SizeFindings
from feedback_cli.evaluate.judgement import SCORES, Judgement
from feedback_cli.evaluate.label_cells import NO_THEME
from feedback_cli.evaluate.labels import LabelledComment
from feedback_cli.evaluate.tables import TextTable, tables
from feedback_cli.evaluate.verdict import RULE

STAND_IN_WARNING = (
    "These figures are about the model stand-in, which answers from word lists."
    " They say nothing about a language model."
)
_JUDGED = ("sentiment_class", *SCORES, "themes", "language")
_BY_COMMENT = (
    "row",
    "comments_a_call",
    "id",
    "outcome",
    *(f"{side}_{name}" for name in _JUDGED for side in ("label", "answer")),
)


@dataclass(frozen=True, slots=True)
class About:
    """What was measured, and when (ISO 8601). left_out counts the file's rows that were not asked, by reason.

    too_large: sizes that have more comments than there are; stopped: why further sizes are missing, if they are.
    """

    file: str
    date: str
    model: str
    stand_in: bool
    prompt_version: str
    codebook_version: str
    comments: int
    labels: tuple[str, ...]
    left_out: dict[str, int]
    too_large: list[int]
    seed: int
    stopped: str | None


@dataclass(frozen=True, slots=True)
class Report:
    about: About
    sizes: list[SizeFindings]

    @property
    def tables(self) -> list[TextTable]:
        return tables(self.sizes, self.about.too_large)


def stopped_early(reason: str) -> str:
    return f"The evaluation ended before its last sizes: {reason}"


def write_report(
    folder: Path, report: Report, comments: Sequence[LabelledComment], passes: Sequence[Asked], codebook: Codebook
) -> list[Path]:
    """Write evaluation.md, .json and .csv; the paths written. No comment's text is in any of them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "evaluation.md": markdown(report).encode(),
        "evaluation.json": json.dumps(asdict(report), ensure_ascii=False, indent=2, default=sorted).encode(),
        "evaluation.csv": csv_bytes(_BY_COMMENT, _rows(comments, passes, codebook)),
    }
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in written]


def markdown(report: Report) -> str:
    about = report.about
    left_out = ", ".join(f"{count:,} {why}" for why, count in about.left_out.items() if count) or "none"
    lines = [
        f"# Evaluation of {about.model}",
        *(["", f"**{STAND_IN_WARNING}**"] if about.stand_in else []),
        *(["", f"**{stopped_early(about.stopped)}**"] if about.stopped else []),
        "",
        f"{about.comments:,} labelled comments of {about.file}, asked on {about.date[:10]} with prompt"
        f" {about.prompt_version} and codebook {about.codebook_version}. Labels: {', '.join(about.labels)}. Rows left"
        f" out: {left_out}.",
        "",
        "In square brackets are 95 % intervals; “–” is a figure that these comments do not define. Unlike in the"
        " product, lost comments were not asked for again: what is measured is the model, not what mends it.",
        "",
        f"The rule: {RULE}",
    ]
    for table in report.tables:
        lines += ["", f"## {table.title}", table.note, "", *_pipes(table)]
    return "\n".join([*lines, ""])


def _pipes(table: TextTable) -> list[str]:
    rows = [list(table.columns), ["---"] * len(table.columns), *table.rows]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _rows(comments: Sequence[LabelledComment], passes: Sequence[Asked], codebook: Codebook) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for at, comment in enumerate(comments):
        for asked in passes:
            code = asked.codes.get(at)
            answer = Judgement.of(decode(code, codebook)) if code else Judgement()
            cells = [cell for pair in zip(_cells(comment.label), _cells(answer), strict=True) for cell in pair]
            rows.append([comment.row, asked.planned.name, asked.ids[at], asked.outcomes[at].value, *cells])
    return rows


def _cells(judged: Judgement) -> list[Cell]:
    themes = None
    if judged.themes is not None:
        themes = "; ".join(f"{theme}:{polarity.value}" for theme, polarity in judged.themes.items()) or NO_THEME
    scores: list[Cell] = [judged.scores.get(name) for name in SCORES]
    return [judged.sentiment_class and judged.sentiment_class.value, *scores, themes, judged.language]
