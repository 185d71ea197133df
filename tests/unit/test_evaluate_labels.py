"""Labelled files: what is read of them, and how an error names its place."""

from pathlib import Path

import pytest

from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import InputError
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, Analysis, LedgerState, Polarity, ThemeMention
from feedback.domain.report import ANALYSIS_COLUMNS, analysis_cells
from feedback_cli.evaluate.judgement import Judgement, sentiment_class
from feedback_cli.evaluate.labels import BLANK, REPEATED, UNLABELLED, LabelledFile, read_labels
from tools.samples.labels import labelled_rows, write_labelled

NEGATIVE, NEUTRAL, POSITIVE = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE


def read(text: str) -> LabelledFile:
    return read_labels(text.encode(), "labels.csv", DEFAULT_CODEBOOK, 1000)


def one(column: str, cell: str) -> Judgement:
    """The label of a comment with one label column."""
    return read(f'Comment,{column}\nThe staff is friendly,"{cell}"\n').comments[0].label


def refusal(column: str, cell: str) -> str:
    with pytest.raises(InputError) as raised:
        one(column, cell)
    assert raised.value.code == "wrong_label"
    return str(raised.value)


@pytest.mark.parametrize(
    ("cell", "polarity"),
    [
        ("negative", NEGATIVE),
        (" Positive ", POSITIVE),
        ("NEUTRAL", NEUTRAL),
        ("negativo", NEGATIVE),
        ("neutra", NEUTRAL),
        ("positivo", POSITIVE),
    ],
)
def test_a_sentiment_may_be_a_word_in_english_or_spanish(cell: str, polarity: Polarity) -> None:
    label = one("sentiment", cell)
    assert (label.sentiment_class, dict(label.scores)) == (polarity, {})


@pytest.mark.parametrize(
    ("cell", "number", "polarity"),
    [("-1", -1, NEGATIVE), ("−0.5", -0.5, NEGATIVE), ("0", 0, NEUTRAL), ("0,75", 0.75, POSITIVE), ("1", 1, POSITIVE)],
)
def test_a_sentiment_may_be_a_number(cell: str, number: float, polarity: Polarity) -> None:
    label = one("sentiment", cell)
    assert (label.sentiment_class, dict(label.scores)) == (polarity, {"sentiment": number})


@pytest.mark.parametrize(
    ("sentiment", "polarity"),
    [(-0.25, NEGATIVE), (-0.2, NEUTRAL), (0, NEUTRAL), (0.2, NEUTRAL), (0.25, POSITIVE)],
)
def test_classes_part_at_a_fifth(sentiment: float, polarity: Polarity) -> None:
    assert sentiment_class(sentiment) is polarity


def test_themes_have_a_polarity_each_and_a_dash_is_no_theme() -> None:
    assert one("themes", "price:negative; Staff : positivo;").themes == {"price": NEGATIVE, "staff": POSITIVE}
    assert one("themes", "-").themes == {}


def test_an_empty_cell_for_themes_is_no_theme_where_another_label_shows_that_somebody_looked() -> None:
    found = read("Comment,themes,language\nGreat,,en\nVery bad,price:negative,\nFine,,\n")
    assert [comment.label.themes for comment in found.comments] == [{}, {"price": NEGATIVE}]
    assert found.left_out[UNLABELLED] == 1


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("sentiment", "5", "a number from -1 to 1 is needed, or one of negative, neutral and positive"),
        ("sentiment", "bad", "a number from -1 to 1"),
        ("churn_risk", "1.2", "a number from 0 to 1"),
        ("emotion_anger", "nan", "a number from 0 to 1"),
        ("language", "English", "two letters"),
        ("themes", "prise:negative", "“prise” is no theme of the codebook: price is one"),
        ("themes", "zzz:negative", "there are product_quality, reliability"),
        ("themes", "price", "after “price:” one of negative"),
        ("themes", "price:bad", "after “price:” one of negative"),
        ("themes", "price:negative; price:positive", "the theme price is named twice"),
    ],
)
def test_an_error_names_row_and_column_and_what_is_needed(column: str, cell: str, says: str) -> None:
    message = refusal(column, cell)
    assert message.startswith(f"Row 2, column “{column}”: ")
    assert says in message


def test_an_error_does_not_quote_what_may_be_a_comment() -> None:
    for column in ("sentiment", "themes", "language", "churn_risk"):
        assert "my secret" not in refusal(column, "They lost my secret parcel: twice")


def test_blank_unlabelled_and_repeated_rows_are_counted_and_left_out() -> None:
    found = read("Comment,sentiment\nGreat staff,1\n,1\nToo slow,\nGREAT  staff,-1\nBad,-1\n")
    assert [(comment.row, comment.text) for comment in found.comments] == [(2, "Great staff"), (6, "Bad")]
    assert found.left_out == {BLANK: 1, UNLABELLED: 1, REPEATED: 1}
    assert found.columns == ("sentiment",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NPS,Comment\n9,Great staff\n", "no_labels"),
        ("Comment,sentiment\nGreat staff,\n", "no_labels"),
        ("sentiment,language\n1,en\n", "no_comment_column"),
    ],
)
def test_a_file_without_labels_or_comments_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        read(text)
    assert raised.value.code == code


def test_a_result_file_of_ours_is_a_labelled_file_also_where_the_survey_had_a_column_of_that_name() -> None:
    analysis = Analysis(-0.5, (0.0,) * len(EMOTIONS), 0.667, (ThemeMention("price", NEGATIVE),), "en")
    rows = [
        [9, "Too expensive for me", "Europe", *analysis_cells(1, LedgerRow(LedgerState.ANALYZED, analysis), 9)],
        [
            3,
            "The provider failed here",
            "Asia",
            *analysis_cells(2, LedgerRow(LedgerState.FAILED, None, "no answer"), 3),
        ],
    ]
    columns = ["NPS", "Why this score?", "language", *ANALYSIS_COLUMNS]
    for data in (csv_bytes(columns, rows), xlsx_bytes(columns, rows)):
        found = read_labels(data, "results", DEFAULT_CODEBOOK, 1000)
        assert [comment.text for comment in found.comments] == ["Too expensive for me"]
        assert found.comments[0].label == Judgement.of(analysis)
        assert found.left_out[UNLABELLED] == 1


def test_the_labelled_sample_is_read_as_it_was_made(tmp_path: Path) -> None:
    write_labelled(tmp_path / "labels.xlsx", 60, 7)
    found = read_labels((tmp_path / "labels.xlsx").read_bytes(), "labels.xlsx", DEFAULT_CODEBOOK, 1000)
    assert len(found.comments) == 60
    assert [comment.text for comment in found.comments] == [row[0] for row in labelled_rows(60, 7)]
    assert {comment.label.sentiment_class for comment in found.comments} == {NEGATIVE, NEUTRAL, POSITIVE}
    assert {comment.label.language for comment in found.comments} == {"en", "es"}
    assert all(comment.label.themes for comment in found.comments)


def test_the_labelled_sample_is_the_same_for_the_same_seed() -> None:
    assert labelled_rows(40, 3) == labelled_rows(40, 3) != labelled_rows(40, 4)
