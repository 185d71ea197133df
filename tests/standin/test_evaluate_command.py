"""feedback evaluate from the file to the report, against the stand-in: sound and with faults."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from feedback.adapters.tabular.reader import open_file
from feedback_cli.evaluate.command import evaluate
from tests.builders import read_table
from tools.samples.labels import labelled_rows, write_labelled
from tools.standin import StandIn

ROWS, SIZE = 120, 40
AFTER_ALONE = 2 * ROWS + 1
"""The number of the first call after both passes of one comment a call."""


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "AI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MAX_RPS", "100000")
    monkeypatch.setenv("MAX_TPM", "10000000000")
    write_labelled(tmp_path / "labels.csv", ROWS, 7)
    return tmp_path / "labels.csv"


@pytest.fixture
def with_key(server: StandIn, labels: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in that is reached as a real model is."""
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    return server


def command(labels: Path, *options: str, answer: str = "") -> Result:
    app = typer.Typer()
    app.command()(evaluate)
    told = ["--labels", str(labels), "--out", str(labels.parent / "out"), *options]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, told, input=answer)


def report(labels: Path) -> dict[str, Any]:
    return dict(json.loads((labels.parent / "out" / "evaluation.json").read_text()))


def verdicts(labels: Path) -> dict[str, str]:
    return {size["name"]: size["judged"]["verdict"] for size in report(labels)["sizes"]}


def measured(labels: Path, name: str) -> dict[str, Any]:
    return next(dict(size) for size in report(labels)["sizes"] if size["name"] == name)


def with_fault(server: StandIn, labels: Path, kind: str, count: int) -> dict[str, Any]:
    """What is measured of SIZE where its first call has the fault, and the passes before it none."""
    server.configure(faults=[{"kind": kind, "every": AFTER_ALONE, "count": count}])
    result = command(labels, "--sizes", str(SIZE), "--yes")
    assert result.exit_code == 0, result.output
    assert server.stats()["faults"] == {kind: 1}
    assert verdicts(labels)["1"] == "safe"
    return measured(labels, str(SIZE))


def test_without_a_key_it_measures_the_stand_in_and_says_so(labels: Path) -> None:
    result = command(labels, "--sizes", "1,10,40,500")
    assert result.exit_code == 0, result.output
    assert "Without OPENAI_API_KEY" in result.output
    assert verdicts(labels) == {"1": "safe", "1 again": "safe", "10": "safe", "40": "safe"}
    written = (labels.parent / "out" / "evaluation.md").read_text()
    assert "about the model stand-in" in written
    assert "| 500 | too few comments to tell | 500 comments are needed |" in written
    assert report(labels)["about"]["stand_in"] is True


def test_the_figures_are_those_of_what_was_asked(with_key: StandIn, labels: Path) -> None:
    command(labels, "--sizes", "40", "--yes")
    found = measured(labels, "40")
    stats = with_key.stats()
    sizes = report(labels)["sizes"]
    assert stats["calls"] == 2 * ROWS + ROWS // 40 == sum(size["usage"]["calls"] for size in sizes)
    assert stats["tokens_in"] == sum(size["usage"]["tokens_in"] for size in sizes)
    assert stats["tokens_out"] == sum(size["usage"]["tokens_out"] for size in sizes)
    assert found["outcomes"] == {"answered": ROWS, "missing": 0, "repeated": 0, "malformed": 0, "unanswered": 0}
    assert found["with_alone"]["kappa"]["value"] == 1
    assert found["with_labels"]["language"]["value"] > 0.95
    assert 0.4 < found["with_labels"]["kappa"]["value"] < 1


@pytest.mark.parametrize(
    ("kind", "outcome"), [("missing_ids", "missing"), ("repeated_ids", "repeated"), ("malformed_item", "malformed")]
)
def test_a_size_that_loses_ids_is_not_safe(with_key: StandIn, labels: Path, kind: str, outcome: str) -> None:
    found = with_fault(with_key, labels, kind, count=6)
    assert found["judged"] == {"verdict": "not safe", "reason": "it loses comments"}
    assert found["outcomes"][outcome] >= 6


def test_a_size_that_swaps_ids_is_not_safe_although_no_id_is_lost(with_key: StandIn, labels: Path) -> None:
    found = with_fault(with_key, labels, "swapped_ids", count=SIZE - 1)
    assert found["judged"]["verdict"] == "not safe"
    assert found["lost"]["value"] == 0
    assert found["difference"]["high"] < -0.05


def test_one_lost_comment_leaves_it_open(with_key: StandIn, labels: Path) -> None:
    found = with_fault(with_key, labels, "missing_ids", count=1)
    assert found["judged"]["verdict"] == "too few comments to tell"


def test_unknown_ids_are_counted_and_lose_nothing(with_key: StandIn, labels: Path) -> None:
    found = with_fault(with_key, labels, "unknown_ids", count=3)
    assert (found["unknown"], found["outcomes"]["answered"]) == (3, ROWS)


def test_few_comments_are_too_few_to_call_a_size_safe(labels: Path) -> None:
    assert command(labels, "--sizes", "10", "--limit", "60").exit_code == 0
    assert verdicts(labels)["10"] == "too few comments to tell"
    assert report(labels)["about"]["left_out"]["not in the sample"] == ROWS - 60


def test_errors_that_pass_are_tried_again_and_lose_nothing(with_key: StandIn, labels: Path) -> None:
    with_key.configure(faults=[{"kind": "status_503", "times": 2}])
    assert command(labels, "--sizes", "40", "--yes").exit_code == 0
    assert measured(labels, "1")["usage"]["failed_calls"] == 2
    assert set(verdicts(labels).values()) == {"safe"}


def test_the_price_comes_first_and_without_a_yes_nothing_is_asked(with_key: StandIn, labels: Path) -> None:
    result = command(labels, "--sizes", "40", answer="n\n")
    assert result.exit_code != 0
    assert "120 comments, model gpt-6-luna" in result.output
    assert "Ask the model at this price?" in result.output
    assert with_key.stats()["calls"] == 0
    assert not (labels.parent / "out").exists()


def test_a_yes_at_the_question_starts_it(with_key: StandIn, labels: Path) -> None:
    assert command(labels, "--sizes", "40", "--limit", "40", answer="y\n").exit_code == 0
    assert with_key.stats()["calls"] == 81


def test_a_provider_that_refuses_ends_it_with_its_words(with_key: StandIn, labels: Path) -> None:
    with_key.configure(faults=[{"kind": "insufficient_quota"}])
    result = command(labels, "--yes")
    assert "exceeded your current quota" in str(result.exception)
    assert not (labels.parent / "out").exists()


def test_what_was_paid_for_before_a_refusal_is_reported(with_key: StandIn, labels: Path) -> None:
    with_key.configure(faults=[{"kind": "insufficient_quota", "every": AFTER_ALONE + ROWS // 20}])
    assert command(labels, "--sizes", "20,40", "--yes").exit_code == 0
    assert list(verdicts(labels)) == ["1", "1 again", "20"]
    assert "exceeded your current quota" in (labels.parent / "out" / "evaluation.md").read_text()


def test_the_table_of_comments_has_a_row_for_each_comment_and_pass_and_no_comment(labels: Path) -> None:
    command(labels, "--sizes", "40", "--limit", "50")
    folder = labels.parent / "out"
    (sheet,) = open_file((folder / "evaluation.csv").read_bytes(), "evaluation.csv", max_rows=1000).sheets
    columns, *rows = sheet.rows
    assert [columns[at] for at in (0, 1, 2, 3, 4, 5)] == [
        *("row", "comments_a_call", "id", "outcome", "label_sentiment_class", "answer_sentiment_class"),
    ]
    assert len(rows) == 3 * 50
    given = read_table(labels.read_bytes())
    by_row = dict(zip(map(str, given.numbers), given.rows, strict=True))
    assert all(row[columns.index("label_language")] == by_row[str(row[0])][3] for row in rows)
    written = "".join((folder / name).read_text() for name in ("evaluation.csv", "evaluation.json", "evaluation.md"))
    assert not [text for text, *_ in labelled_rows(ROWS, 7) if str(text) in written]
