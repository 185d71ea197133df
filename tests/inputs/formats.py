"""Every format that is taken, and cells that only workbooks have."""

import datetime
import gzip
import json

from tests.inputs.case import ANSWERS, HEADER, RATED, ROWS, WRITTEN, Case, Reads, Refused, csv_of
from tests.workbooks import ods, ods_cell, ods_row, ods_table, xls, xlsx, xlsx_book

READ = Reads(RATED, WRITTEN)
EXCEL = "survey.xlsx"


def _jsonl(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _ods() -> bytes:
    return ods(ods_table(ods_row(*HEADER), *(ods_row(*answer) for answer in ANSWERS)))


def _answers() -> bytes:
    return _jsonl(*(json.dumps({"NPS": rating, "Comment": text}) for rating, text in ANSWERS))


def _rated(cells: list[object], formats: dict[str, str] | None = None) -> bytes:
    """A workbook with these cells as ratings, below three good ones."""
    good = [[9, "one"], [8, "two"], [6, "three"]]
    return xlsx([list(HEADER), *good, *([cell, f"comment {n}"] for n, cell in enumerate(cells))], formats=formats or {})


def _not_rated(cell: object, reason: str, number_format: str | None = None) -> Case:
    formats = {"A5": number_format} if number_format else None
    return Case(EXCEL, lambda: _rated([cell], formats), Reads([9, 8, 6, None], unrated={reason: 1}))


FORMATS: dict[str, Case] = {
    "xlsx": Case(EXCEL, lambda: xlsx(ROWS), READ),
    "xlsm": Case("survey.xlsm", lambda: xlsx(ROWS), READ),
    "xls": Case("survey.xls", lambda: xls({"Answers": ROWS}), READ),
    "ods": Case("survey.ods", _ods, READ),
    "csv": Case("survey.csv", csv_of, READ),
    "tsv": Case("survey.tsv", lambda: csv_of(separator="\t"), READ),
    "txt": Case("survey.txt", lambda: csv_of(separator="|"), READ),
    "jsonl": Case("survey.jsonl", _answers, READ),
    "xlsx.gz": Case("survey.xlsx.gz", lambda: gzip.compress(xlsx(ROWS)), READ),
    "xls.gz": Case("survey.xls.gz", lambda: gzip.compress(xls({"Answers": ROWS})), READ),
    "ods.gz": Case("survey.ods.gz", lambda: gzip.compress(_ods()), READ),
    "csv.gz": Case("survey.csv.gz", lambda: gzip.compress(csv_of()), READ),
    "csv.gz in two members": Case(
        "survey.csv.gz", lambda: gzip.compress(csv_of(ROWS[:3])) + gzip.compress(csv_of(ROWS[3:])), READ
    ),
    "jsonl.gz": Case("survey.jsonl.gz", lambda: gzip.compress(_answers()), READ),
    "a workbook named csv": Case("survey.csv", lambda: xlsx(ROWS), READ),
    "a text named xlsx": Case("survey.xlsx", csv_of, READ),
    "a name without ending, in capitals and with signs": Case("ENCUESTA año+1 50%", csv_of, READ),
    "jsonl with missing and nested values": Case(
        "survey.jsonl",
        lambda: _jsonl(
            '{"NPS": 9, "Comment": "fine"}', "", '{"NPS": null, "Comment": null}', '{"Comment": "slow", "tags": ["a"]}'
        ),
        Reads([9, None, None], ["fine", None, "slow"], columns=("NPS", "Comment", "tags")),
    ),
    "jsonl with a broken line": Case(
        "survey.jsonl", lambda: _jsonl('{"NPS": 9, "Comment": "fine"}', '{"NPS": 3,'), Refused("broken_json", "2")
    ),
    "a json array": Case(
        "survey.json", lambda: json.dumps([{"NPS": 9}]).encode(), Refused("unsupported_format", "line")
    ),
    "escapes and line breaks in cells": Case(
        EXCEL, lambda: xlsx([HEADER, [9, "x\ny"], [3, "  two  spaces "]]), Reads([9, 3], ["x\ny", "  two  spaces "])
    ),
    "a percent cell is no rating": _not_rated(0.9, "percent", "0%"),
    "nine hundred percent is no nine": _not_rated(9, "percent", "0.0%"),
    "a date cell is no rating": _not_rated(datetime.date(2026, 1, 9), "date"),
    "a number shown as a date is no rating": _not_rated(9, "date", "yyyy-mm-dd"),
    "a boolean cell is no rating": _not_rated(True, "boolean"),
    "an error cell is no rating": _not_rated("#DIV/0!", "error"),
    "a formula without a value is an empty cell": Case(
        EXCEL, lambda: _rated(["=4+5"]), Reads([9, 8, 6, None], unrated={"empty": 1}, note="formula")
    ),
    "an error cell is no comment": Case(
        EXCEL,
        lambda: xlsx([list(HEADER), [9, "fine"], [3, "#N/A"], [10, "good"]]),
        Reads([9, 3, 10], ["fine", "#N/A", "good"], note="1 cells of the comment column"),
    ),
    "percent, boolean and error in an xls": Case(
        "survey.xls",
        lambda: xls(
            {"Answers": [list(HEADER), [9, "one"], [8, "two"], [6, "three"], [0.9, "four"], [True, "five"]]},
            formats={(4, 0): "0%"},
        ),
        Reads([9, 8, 6, None, None], unrated={"percent": 1, "boolean": 1}),
    ),
    "percent, boolean and date in an ods": Case(
        "survey.ods",
        lambda: ods(
            ods_table(
                ods_row(*HEADER),
                *(ods_row(rating, text) for rating, text in ((9, "one"), (8, "two"), (6, "three"))),
                ods_row(ods_cell("percentage", "90%", value=0.9), "four"),
                ods_row(True, "five"),
                ods_row(ods_cell("date", "2026-01-09", date_value="2026-01-09"), "six"),
            )
        ),
        Reads([9, 8, 6, None, None, None], unrated={"percent": 1, "boolean": 1, "date": 1}),
    ),
    "a chart and an empty sheet beside the answers": Case(
        EXCEL, lambda: xlsx_book({"Chart": [], "Answers": ROWS}), Reads(RATED, WRITTEN, sheet="Answers")
    ),
}
