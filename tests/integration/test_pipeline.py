"""Files dropped into the deployed stack: what comes out is what the ledger promises."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.integration.conftest import LocalStack
from tests.integration.drops import drop, result, result_rows, standard_nps, write_csv
from tools.samples import make_rows, write_sample

pytestmark = pytest.mark.stack


def test_every_row_of_a_workbook_comes_back_once_in_order_with_its_columns_unchanged(
    stack: LocalStack, tmp_path: Path
) -> None:
    file = tmp_path / "encuesta café 2026.xlsx"
    write_sample(file, rows=300, seed=41)
    job = drop(stack, file)
    assert job.state == "completed"
    source = list(openpyxl.load_workbook(file).worksheets[0].values)
    written = list(openpyxl.load_workbook(io.BytesIO(result(stack, job, "results.xlsx")))["Rows"].values)
    width = len(source[0])
    assert [row[:width] for row in written] == source
    assert [row[width] for row in written[1:]] == list(range(1, 301))
    assert job.ledger is not None
    assert sum(job.ledger.values()) == 300
    assert job.ledger["failed"] == 0


def test_the_nps_is_the_one_computed_straight_from_the_file(stack: LocalStack, tmp_path: Path) -> None:
    file = tmp_path / "nps.xlsx"
    write_sample(file, rows=250, seed=42)
    ratings = [row.rating for row in make_rows(250, 42) if row.rating is not None]
    job = drop(stack, file)
    assert job.nps is not None
    assert job.nps.standard == pytest.approx(standard_nps(ratings), abs=0.005)
    assert job.nps.shifted == pytest.approx((standard_nps(ratings) + 100) / 2, abs=0.005)
    assert (job.nps.n, job.nps.unrated) == (len(ratings), 250 - len(ratings))


def test_the_same_comments_dropped_again_cost_no_model_call(stack: LocalStack, tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    write_sample(file, rows=200, seed=43)
    first = drop(stack, file)
    calls = stack.stats()["calls"]
    second = drop(stack, file)
    assert calls == first.usage.calls > 0
    assert stack.stats()["calls"] == calls
    assert second.usage.calls == 0
    assert second.usage.cache_hits == first.usage.cache_hits + first.usage.cache_misses
    assert second.ledger is not None
    assert second.ledger["analyzed"] == 0
    assert second.nps == first.nps
    analysis = ("sentiment", "themes", "churn_risk", "language")
    for before, after in zip(result_rows(stack, first), result_rows(stack, second), strict=True):
        assert [before[name] for name in analysis] == [after[name] for name in analysis]


def test_a_semicolon_file_in_cp1252_keeps_its_accents_and_its_euro_sign(stack: LocalStack, tmp_path: Path) -> None:
    comments = [
        "Cuesta 30 € y llegó roto; no lo recomiendo",
        "Muy buena atención, ¡gracias!",
        "“Así así” – mañana veré",
    ]
    file = write_csv(tmp_path / "x.csv", [[str(9 - n), text] for n, text in enumerate(comments)], sep=";")
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))
    job = drop(stack, file)
    rows = result_rows(stack, job)
    assert [row["Comment"] for row in rows] == comments
    assert [row["ledger_state"] for row in rows] == ["analyzed"] * 3
    assert any("Windows-1252" in warning for warning in job.warnings)


def test_blank_and_duplicate_rows_are_told_apart_and_a_duplicate_carries_the_analysis(
    stack: LocalStack, tmp_path: Path
) -> None:
    comments = [
        "Terrible support, I waited two hours",
        "",
        "terrible SUPPORT,  I waited two hours",
        "  ",
        "Lovely staff",
    ]
    file = write_csv(tmp_path / "states.csv", [["10", text] for text in comments])
    rows = result_rows(stack, drop(stack, file))
    assert [row["ledger_state"] for row in rows] == ["analyzed", "blank", "duplicate", "blank", "analyzed"]
    assert rows[2]["sentiment"] == rows[0]["sentiment"]
    assert float(rows[0]["sentiment"]) < 0 < float(rows[4]["sentiment"])
    assert rows[1]["sentiment"] == ""


def test_ratings_that_are_none_are_left_out_and_counted(stack: LocalStack, tmp_path: Path) -> None:
    cells = ["10", "9", "8", "7", "0", "x", "11", "-1"]
    job = drop(stack, write_csv(tmp_path / "u.csv", [[cell, f"comment {n}"] for n, cell in enumerate(cells)]))
    assert job.nps is not None
    assert (job.nps.n, job.nps.unrated) == (5, 3)
    assert job.nps.standard == pytest.approx(20)
    assert [row["Score"] for row in result_rows(stack, job)] == cells


def test_results_made_by_the_stand_in_say_so(stack: LocalStack, tmp_path: Path) -> None:
    job = drop(stack, write_csv(tmp_path / "s.csv", [["9", "Nice and quick"]]))
    report = json.loads(result(stack, job, "results.json"))
    assert job.stand_in
    assert report["stand_in"]
    assert any("stand-in" in warning for warning in report["warnings"])


def test_calls_of_a_job_overlap_and_the_limits_of_the_provider_are_never_hit(stack: LocalStack, tmp_path: Path) -> None:
    stack.standin("POST", "/control", {"timing": "fixed:1"})
    file = tmp_path / "large.csv"
    write_sample(file, rows=1800, seed=44)
    job = drop(stack, file)
    stats = stack.stats()
    assert job.usage.calls == stats["calls"]
    assert stats["rate_limited"] == job.usage.rate_limited == 0
    assert stats["most_at_once"] > 4
