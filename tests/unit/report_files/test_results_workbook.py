"""results.xlsx: a whole report, right in every sheet, in both languages, whatever the job was."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedback.adapters.report_xlsx.workbook import write_workbook
from feedback.adapters.tabular.reader import read_survey_file
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.columns import ParserMode
from feedback.domain.options import Options
from feedback.domain.report import ANALYSIS_COLUMNS
from feedback_cli.evaluate.labels import read_labels
from tests import report_fixture
from tests.report_fixture import VARIANTS, a_report
from tests.report_numbers import nps_of_counts
from tests.unit.report_files.workbooks import (
    COLUMNS,
    book_of,
    cells_of,
    find,
    names_of,
    opened,
    parts_of,
    passing_through,
    rows_of,
)

SHEETS = {
    "en": ["Summary", "Themes", "Segments", "Detractors", "Rows"],
    "es": ["Resumen", "Temas", "Segmentos", "Detractores", "Filas"],
}


def texts_of(data: bytes, sheet: str) -> list[str]:
    return [cell for row in cells_of(data, sheet) for cell in row if isinstance(cell, str) and cell]


def line_of(data: bytes, sheet: str, beginning: str) -> list[Any]:
    """The first row that begins with this text."""
    return next(row for row in cells_of(data, sheet) if str(row[0]).startswith(beginning))


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_kind_of_report_makes_a_workbook_that_readers_open_without_a_formula_in_it(variant: str) -> None:
    report = VARIANTS[variant]()
    data = book_of(report)
    assert names_of(data)[:5] == SHEETS[report["lang"]]
    for sheet in names_of(data):
        assert cells_of(data, sheet), sheet
        opened(data)[sheet]
    assert not any("<f>" in part for part in parts_of(data, "xl/worksheets/").values())


@pytest.mark.parametrize("lang", ["en", "es"])
def test_held_and_passed_through_a_workbook_has_the_same_cells(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_fixture.compared_in(lang)
    held = book_of(report)
    passing_through(monkeypatch)
    through = book_of(report)
    assert names_of(through) == names_of(held)
    for sheet in names_of(held):
        assert cells_of(through, sheet) == cells_of(held, sheet), sheet


@pytest.mark.parametrize("through", [False, True])
def test_the_same_report_makes_the_same_bytes(through: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if through:
        passing_through(monkeypatch)
    assert book_of(a_report()) == book_of(a_report())


def test_it_is_written_to_a_path_and_into_an_open_file_alike(tmp_path: Path) -> None:
    target = io.BytesIO()
    write_workbook(target, a_report(), COLUMNS, iter(rows_of(5)))
    write_workbook(tmp_path / "results.xlsx", a_report(), COLUMNS, rows_of(5))
    assert (tmp_path / "results.xlsx").read_bytes() == target.getvalue() == book_of(a_report(), rows_of(5))


def test_the_summary_has_the_score_with_its_interval_beside_the_standard_nps_and_all_counts() -> None:
    report = a_report()
    data, nps = book_of(report), report["nps"]
    chosen, standard = line_of(data, "Summary", "NPS, shifted"), line_of(data, "Summary", "Standard NPS")
    assert chosen[1:5] == [nps["score"], nps["low"], nps["high"], nps["n"]]
    assert standard[1:5] == [nps["standard"], nps["standard_low"], nps["standard_high"], nps["n"]]
    for title, key in (("Promoters", "promoters"), ("Passives", "passives"), ("Detractors", "detractors")):
        assert line_of(data, "Summary", title)[1:3] == [nps[key], pytest.approx(nps[key] / nps["n"])]
    assert line_of(data, "Summary", "Rows without a readable rating")[1] == nps["unrated"]


def test_the_summary_tells_the_ledger_drivers_model_cost_and_warnings() -> None:
    report = a_report(warnings=["Read from the sheet “Answers”."])
    data = book_of(report)
    assert line_of(data, "Summary", "duplicate")[1] == report["ledger"]["duplicate"]
    labels = {entry["theme"]: entry for entry in report["themes"]}
    drag = labels[report["drivers"]["drag"]]
    assert line_of(data, "Summary", "Down: ")[:2] == [f"Down: {drag['label']}", drag["impact"]["points"]]
    assert line_of(data, "Summary", "Model")[1] == "gpt-6-luna"
    assert line_of(data, "Summary", "Cost")[1] == report["usage"]["cost_usd"]
    assert "Read from the sheet “Answers”." in texts_of(data, "Summary")
    assert any("Association, not cause" in text for text in texts_of(data, "Summary"))


@pytest.mark.parametrize(("stand_in", "count"), [(True, 2), (False, 0)])
def test_what_a_stand_in_made_is_marked(stand_in: bool, count: int) -> None:
    told = [text for text in texts_of(book_of(a_report(stand_in=stand_in)), "Summary") if "stand-in" in text]
    assert len(told) == count


def test_without_separable_drivers_none_is_named() -> None:
    report = a_report()
    report["drivers"] |= {"lift": None, "drag": None}
    told = texts_of(book_of(report), "Summary")
    assert not [text for text in told if text.startswith(("Up: ", "Down: "))]
    assert any("No theme stands out clearly" in text for text in told)


@pytest.mark.parametrize("method", ["standard", "shifted", "absolute", "weighted"])
def test_an_nps_of_exactly_0_is_the_number_0_and_shown_as_0(method: str) -> None:
    zero = nps_of_counts(10, 0, 10, method=method)
    report = a_report(nps=zero)
    report["segments"][0]["values"][0]["nps"] = zero
    data = book_of(report)
    assert line_of(data, "Summary", "Standard NPS")[1] == 0
    for sheet, text, column in (("Summary", "Standard NPS", 1), ("Segments", "Norte", 3)):
        start = find(data, sheet, text)
        cell = start.offset(0, column)
        assert (cell.value, cell.number_format.split(";")[-1]) == (0, "0")


def test_what_is_unknown_is_a_dash_or_empty_and_never_0() -> None:
    report = VARIANTS["no ratings"]()
    data = book_of(report)
    assert line_of(data, "Summary", "NPS, shifted")[1:5] == ["–", "–", "–", 0]
    assert line_of(data, "Summary", "Promoters")[1:3] == [0, "–"]
    header = next(row for row in cells_of(data, "Themes") if "Standard NPS" in row)
    at = header.index("Standard NPS")
    themes = [row for row in cells_of(data, "Themes") if isinstance(row[0], float) and row[at] != ""]
    assert {row[at] for row in themes[: len(report["themes"])]} == {"–"}
    assert any("no readable rating" in text or "has a readable rating" in text for text in texts_of(data, "Summary"))


def test_a_chart_of_unknown_scores_has_empty_cells_and_no_zeros() -> None:
    report = a_report()
    report["periods"]["values"][1]["nps"] = nps_of_counts(0, 0, 0)
    (chart,) = [part for part in parts_of(book_of(report), "xl/charts/").values() if "<c:lineChart>" in part]
    values = chart.split("<c:val>")[1].split("</c:val>")[0]
    assert 'ptCount val="5"' in values
    assert 'idx="1"' not in values


def test_a_job_with_all_rows_failed_has_its_nps_and_says_why_there_is_nothing_else() -> None:
    report = report_fixture.all_failed()
    data = book_of(report)
    assert line_of(data, "Summary", "NPS, shifted")[1] == report["nps"]["score"]
    assert line_of(data, "Summary", "failed")[1] == report["ledger"]["failed"]
    for sheet in ("Summary", "Themes", "Detractors"):
        assert "No comment of this file was analysed." in texts_of(data, sheet)


def test_the_themes_have_all_their_numbers_strongest_impact_first() -> None:
    report = a_report()
    header, *rows = cells_of(book_of(report), "Themes")[2:]
    entries = sorted(report["themes"], key=lambda entry: entry["rank"])
    assert header[:2] == ["Rank", "Theme"]
    for entry, row in zip(entries, rows, strict=False):
        numbers = [
            *(entry["rank"], entry["impact"]["points"], entry["impact"]["low"], entry["impact"]["high"]),
            *(entry["rows"], entry["share"], entry["share_low"], entry["share_high"]),
            *(entry["negative"], entry["neutral"], entry["positive"]),
            *(entry["sentiment"][key] for key in ("mean", "low", "high")),
            *(entry["nps"][key] for key in ("standard", "standard_low", "standard_high", "n")),
            *(entry["churn"][key] for key in ("mean", "low", "high")),
            *(entry["nps"][key] for key in ("promoters", "passives", "detractors", "unrated", "score")),
            *(entry["impact"]["worst"], entry["impact"]["best"]),
        ]
        assert [cell for cell in numbers if cell is not None and cell not in row] == []
        assert row[1] == entry["label"]


def test_quotes_are_there_word_for_word_with_their_row_numbers() -> None:
    report = a_report()
    rows = cells_of(book_of(report), "Themes")
    quotes = [quote for found in report["quotes"].values() for kinds in found.values() for quote in kinds]
    assert quotes
    shown = {(row[0], row[6]) for row in rows}
    assert all((quote["row"], quote["text"]) in shown for quote in quotes)


def test_segments_have_each_value_with_its_interval_and_a_mark_only_where_it_differs() -> None:
    report = a_report()
    data = book_of(report)
    for segment in report["segments"]:
        for entry in segment["values"]:
            row = line_of(data, "Segments", entry["value"])
            nps, gap = entry["nps"], entry["difference"]
            assert row[1:6] == [entry["rows"], nps["n"], *(nps[f"standard{end}"] for end in ("", "_low", "_high"))]
            assert row[6:10] == [gap[key] for key in ("points", "low", "high", "p_holm")]
            expected = ("▲ higher" if gap["points"] > 0 else "▼ lower") if gap["differs"] else ""
            assert row[10] == expected


def test_a_value_with_few_ratings_is_told_and_one_that_could_not_be_compared_has_dashes() -> None:
    data = book_of(VARIANTS["many segments"]())
    assert line_of(data, "Segments", "end 2")[6:11] == ["–", "–", "–", "–", "few ratings"]


def test_themes_by_segment_are_shares_with_a_mark_where_they_differ() -> None:
    report = a_report()
    cell = report["theme_segments"][0]["themes"][0]["values"][0]
    cell["difference"] |= {"differs": True, "points": 0.2}
    data = book_of(report)
    start = find(data, "Segments", "Themes by Región")
    found = start.offset(3, 1)
    assert (found.value, found.number_format) == (cell["share"], '"▲" 0.0%')


def test_detractors_are_all_there_in_their_order_where_they_are_handed_in() -> None:
    report = a_report()
    listed = report["at_risk"]["rows"]
    report["at_risk"] = report["at_risk"] | {"rows": listed[:10]}
    rows = cells_of(book_of(report, at_risk=iter(listed)), "Detractors")
    assert [row[0] for row in rows[3:]] == [entry["row"] for entry in listed]
    assert [row[6] for row in rows[3:]] == [entry["comment"] for entry in listed]
    assert rows[1][0].startswith(f"{len(listed)} detractors")


def test_detractors_of_which_only_the_first_are_known_say_how_many_there_are() -> None:
    report = a_report()
    report["at_risk"] = {"threshold": 0.6667, "total": 2500, "rows": report["at_risk"]["rows"][:10]}
    rows = cells_of(book_of(report), "Detractors")
    assert rows[1][0].startswith("The first 10 of 2,500 detractors")
    assert len(rows) == 13


@pytest.mark.parametrize("sheet", ["Detractors", "Scale check"])
def test_lists_are_filtered_frozen_and_repeat_their_header_on_paper(sheet: str) -> None:
    found = opened(book_of(a_report()))[sheet]
    assert found.freeze_panes == "A4"
    assert found.auto_filter.ref.startswith("A3:")
    assert found.print_title_rows == "$3:$3"


def test_a_long_comment_that_is_shown_again_is_whole_once_under_its_own_column() -> None:
    report = a_report()
    long = "y" * 33_000
    report["at_risk"]["rows"][0] |= {"row": 1, "comment": long}
    rows = rows_of(3)
    rows[0][4] = long
    texts = cells_of(book_of(report, rows), "Long texts")[1:]
    assert [row[:3] for row in texts] == [[1, "Comentario Final", part] for part in (1, 2, 3)]
    assert "".join(row[3] for row in texts) == long


def test_a_comparison_has_a_sheet_with_the_change_its_parts_and_the_themes() -> None:
    report = report_fixture.compared()
    found, data = report["comparison"], book_of(report)
    assert line_of(data, "Comparison", "Difference")[1:4] == [found["change"][key] for key in ("points", "low", "high")]
    assert line_of(data, "Comparison", "of it, change of mix")[1] == found["mix"]
    assert line_of(data, "Comparison", "of it, within")[1] == found["within"]
    for entry in found["themes"]:
        row = line_of(data, "Comparison", entry["label"])
        assert row[1:4] == [entry["before"], entry["now"], entry["points"]]


@pytest.mark.parametrize(("kind", "count"), [("barChart", 6), ("lineChart", 1)], ids=["bars and columns", "lines"])
def test_charts_are_native_and_described_for_those_who_can_not_see_them(kind: str, count: int) -> None:
    data = book_of(a_report())
    assert sum(f"<c:{kind}>" in part for part in parts_of(data, "xl/charts/").values()) >= count
    for drawing in parts_of(data, "xl/drawings/drawing").values():
        assert drawing.count("<xdr:graphicFrame ") == drawing.count(" descr=")


def test_impacts_and_scores_have_error_bars_of_their_intervals() -> None:
    charts = parts_of(book_of(a_report()), "xl/charts/").values()
    assert sum("<c:errBars>" in chart for chart in charts) == 5
    assert all(
        "'Themes'!" in chart or "'Segments'!" in chart or "Themes!" in chart for chart in charts if "errBars" in chart
    )


@pytest.mark.parametrize("sheet", ["Summary", "Themes", "Segments", "Detractors", "Rows"])
def test_every_sheet_is_printed_in_landscape_one_page_wide(sheet: str) -> None:
    found = opened(book_of(a_report()))[sheet]
    assert (found.page_setup.orientation, found.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert "customer-survey-2026.xlsx" in found.oddFooter.left.text


def test_a_file_s_name_can_not_command_the_footer() -> None:
    footer = opened(book_of(a_report(file="a&b &P.csv")))["Summary"].oddFooter.left.text
    assert footer == "a&&b &&P.csv"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_texts_of_strangers_in_the_report_s_sheets_are_quoted_texts(text: str) -> None:
    report = report_fixture.compared()
    report |= {"file": text, "model": text, "codebook_name": text, "warnings": [text]}
    report["segments"][0]["column"] = report["segments"][0]["values"][0]["value"] = text
    report["theme_segments"][0]["themes"][0]["values"][0]["value"] = text
    report["at_risk"]["rows"][0] |= {"id": text, "comment": text}
    report["comparison"]["notes"] = [text]
    report["themes"][0]["label"] = text
    next(iter(report["quotes"].values()))["negative"][0]["text"] = text
    data = book_of(report)
    for sheet in ("Summary", "Themes", "Segments", "Detractors", "Comparison"):
        quoted = [cell.quotePrefix for row in opened(data)[sheet].iter_rows() for cell in row if cell.value == text]
        assert quoted, sheet
        assert all(quoted), sheet
    assert not any("<f>" in part for part in parts_of(data, "xl/worksheets/").values())


def _dropped_again(lang: str) -> bytes:
    return book_of(a_report(lang=lang), rows_of(400))


@pytest.mark.parametrize(("lang", "sheet"), [("en", "Rows"), ("es", "Filas")])
def test_a_workbook_of_ours_that_is_dropped_again_is_read_as_the_survey_it_was(lang: str, sheet: str) -> None:
    read: Callable[..., Any] = read_survey_file
    reading = read(_dropped_again(lang), "results.xlsx", Options(), mode=ParserMode.FLEXIBLE, max_rows=1000)
    assert (reading.table.sheet, len(reading.table.rows)) == (sheet, 400)
    assert reading.table.columns[reading.columns.rating] == "Nota"


def test_the_labels_of_a_workbook_of_ours_are_those_of_its_rows_and_not_of_its_lists() -> None:
    found = read_labels(_dropped_again("en"), "results.xlsx", DEFAULT_CODEBOOK, 1000)
    assert found.columns == ANALYSIS_COLUMNS[4:]
    assert len(found.comments) + sum(found.left_out.values()) == 400
