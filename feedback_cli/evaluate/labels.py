"""Reading a file of labelled comments: any survey file with columns named as those of our own results."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.adapters.tabular.reader import open_file
from feedback.domain.codebook import Codebook
from feedback.domain.column_errors import listed
from feedback.domain.column_names import known_titles
from feedback.domain.column_profile import profiles
from feedback.domain.comment_column import find_comments
from feedback.domain.errors import InputError
from feedback.domain.layout import find_table
from feedback.domain.models import Cell, Contents, Polarity, Table
from feedback.domain.normalization import for_model, is_blank, normalized
from feedback.domain.report import ANALYSIS_COLUMNS
from feedback.domain.survey import MAX_LEAD, comment_text
from feedback_cli.evaluate.judgement import SCORES, Judgement, sentiment_class
from feedback_cli.evaluate.label_cells import Place, read_language, read_number, read_sentiment, read_themes

BLANK, UNLABELLED, REPEATED = "without a comment", "without a label", "with a comment seen before"
LABELS = (*SCORES, "themes", "language")
_NUMBERED = re.compile(r" \([0-9]+\)$")


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """row as people see it in the file; text as the model is given it."""

    row: int
    text: str
    label: Judgement


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """Comments in the file's order, each once. columns: the labels there are; left_out counts rows by reason."""

    comments: list[LabelledComment]
    columns: tuple[str, ...]
    left_out: dict[str, int]


def read_labels(data: bytes, name: str, codebook: Codebook, max_rows: int) -> LabelledFile:
    """The labelled comments of the sheet with most labels; name is used in messages only.

    Of a comment that comes more than once, the first labelled row counts.
    Raises InputError: those of open_file and find_table, no_labels, no_comment_column, ambiguous_comment_column,
    wrong_label.
    """
    table, labels = _labelled_table(open_file(data, name, max_rows=max_rows), name, max_rows)
    found, _ = find_comments(table, profiles(table), _analysis_columns(table))
    if not found:
        raise InputError(
            "no_comment_column", f"{name} has labels, but no column of comments was found: call it “Comment”."
        )
    at = [one.at for one in found]
    leads = [f"{table.columns[one][:MAX_LEAD]}: " for one in at]
    comments: dict[str, LabelledComment] = {}
    left_out = dict.fromkeys((BLANK, UNLABELLED, REPEATED), 0)
    for number, row in zip(table.numbers, table.rows, strict=True):
        text = comment_text([row[one] for one in at], leads)
        label = _label({title: row[one] for title, one in labels.items()}, number, codebook)
        if is_blank(text):
            left_out[BLANK] += 1
        elif label is None:
            left_out[UNLABELLED] += 1
        elif (form := normalized(text)) in comments:
            left_out[REPEATED] += 1
        else:
            comments[form] = LabelledComment(number, for_model(text), label)
    if not comments:
        raise InputError("no_labels", f"{name} has no row with both a comment and a label.")
    return LabelledFile(list(comments.values()), tuple(labels), left_out)


def _labelled_table(contents: Contents, name: str, max_rows: int) -> tuple[Table, dict[str, int]]:
    """The table with most label columns of all shown sheets, and their positions by label; the first of several."""
    found: list[tuple[Table, dict[str, int]]] = []
    for sheet in contents.sheets:
        table = None if sheet.hidden else find_table(sheet, name, known_titles, max_rows=max_rows)
        if table is not None and (labels := _label_columns(table.columns)):
            found.append((table, labels))
    if found:
        return max(found, key=lambda one: len(one[1]))
    raise InputError(
        "no_labels",
        f"{name} has no column of labels. Call one or more of them {listed(LABELS, ' or ')}, as in our results.csv.",
    )


def _label_columns(titles: Sequence[str]) -> dict[str, int]:
    """Positions by label. In our results an input's own column of that name comes first, so the last one is taken."""
    return {_plain(title): at for at, title in enumerate(titles) if _plain(title) in LABELS}


def _analysis_columns(table: Table) -> set[int]:
    return {at for at, title in enumerate(table.columns) if _plain(title) in ANALYSIS_COLUMNS}


def _plain(title: str) -> str:
    return _NUMBERED.sub("", title).strip().casefold()


def _label(cells: Mapping[str, Cell], row: int, codebook: Codebook) -> Judgement | None:
    """What a row's label cells say, None where all are empty.

    An empty cell for themes says that there is none, if another label of the row, or "-" in it, shows that somebody
    looked. Raises InputError: wrong_label.
    """
    given = cells.get("sentiment")
    sentiment = read_sentiment(given, Place(row, "sentiment"))
    scores = {
        name: number
        for name in SCORES[1:]
        if (number := read_number(cells.get(name), Place(row, name), 0, 1)) is not None
    }
    language = read_language(cells.get("language"), Place(row, "language"))
    themes = read_themes(cells.get("themes"), Place(row, "themes"), codebook)
    if isinstance(sentiment, float):
        scores["sentiment"] = sentiment
    looked = (
        sentiment is not None or bool(scores) or language is not None or bool(str(cells.get("themes") or "").strip())
    )
    if not looked:
        return None
    return Judgement(_class(sentiment), scores, themes if "themes" in cells else None, language)


def _class(sentiment: Polarity | float | None) -> Polarity | None:
    return sentiment_class(sentiment) if isinstance(sentiment, float) else sentiment
