"""The report of a dropped file, as the deployed stack writes it: every file, both languages, an earlier job."""

import io
import json
from pathlib import Path

import httpx2
import openpyxl
import pyarrow.parquet
import pytest

from feedback.domain.documents import RESULT_FILES
from feedback.domain.options import Lang, Options
from feedback.results import Results
from tests.integration.conftest import LocalStack
from tests.integration.drops import drop, result, result_rows, write_csv
from tools.samples import write_sample

pytestmark = pytest.mark.stack

NO_JOB = "d" + "0" * 24


def test_every_file_is_there_through_its_link_and_tells_of_the_same_rows(stack: LocalStack, tmp_path: Path) -> None:
    file = tmp_path / "survey.xlsx"
    write_sample(file, rows=200, seed=51)
    job = drop(stack, file)
    assert job.results is not None
    files = {name: httpx2.get(link).raise_for_status().content for name, link in job.results.items()}
    assert files.keys() == set(RESULT_FILES)
    report = Results.model_validate_json(files["results.json"])
    assert report.rows == sum(report.ledger.values()) == 200
    assert report.themes
    assert openpyxl.load_workbook(io.BytesIO(files["results.xlsx"]))["Rows"].max_row == 201
    assert pyarrow.parquet.read_table(io.BytesIO(files["results.parquet"])).num_rows == 200
    assert b"survey.xlsx" in files["report.html"]


def test_a_report_in_spanish_is_spanish_in_every_file_for_people(stack: LocalStack, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "e.csv", [["9", "Muy buena atención"], ["2", "Demasiado caro, me voy"]])
    job = drop(stack, file, options=Options(lang=Lang.SPANISH))
    assert b'<html lang="es"' in result(stack, job, "report.html")
    assert "Filas" in openpyxl.load_workbook(io.BytesIO(result(stack, job, "results.xlsx"))).sheetnames


def test_a_job_is_compared_with_an_earlier_one(stack: LocalStack, tmp_path: Path) -> None:
    before = drop(stack, write_csv(tmp_path / "1.csv", [[str(n % 7), f"Slow delivery, order {n}"] for n in range(21)]))
    now = drop(
        stack,
        write_csv(tmp_path / "2.csv", [[str(9 + n % 2), f"Friendly staff, visit {n}"] for n in range(20)]),
        options=Options(compare_to=before.job),
    )
    comparison = json.loads(result(stack, now, "results.json"))["comparison"]
    assert (comparison["job"], comparison["change"]["points"], comparison["change"]["differs"]) == (
        before.job,
        200,
        True,
    )
    assert comparison["mix"] + comparison["within"] == pytest.approx(200)


def test_a_comparison_with_no_job_is_refused_before_any_model_call(stack: LocalStack, tmp_path: Path) -> None:
    job = drop(stack, write_csv(tmp_path / "x.csv", [["9", "Fine"]]), options=Options(compare_to=NO_JOB))
    assert job.error is not None
    assert (job.state, job.error.code) == ("failed", "no_earlier_job")
    assert stack.stats()["calls"] == 0


def test_a_comment_that_a_spreadsheet_would_run_is_text_in_every_file(stack: LocalStack, tmp_path: Path) -> None:
    text = '=HYPERLINK("x") great staff'
    job = drop(stack, write_csv(tmp_path / "f.csv", [["9", text]]))
    assert [row["Comment"] for row in result_rows(stack, job)] == [f"'{text}"]
    cell = openpyxl.load_workbook(io.BytesIO(result(stack, job, "results.xlsx")))["Rows"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert pyarrow.parquet.read_table(io.BytesIO(result(stack, job, "results.parquet")))["Comment"][0].as_py() == text
