"""results.parquet: every column with the type of its cells, every value as it was."""

import datetime
import io
import math
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.report_parquet import parquet_bytes, unique_names, write_parquet
from feedback.domain.models import Cell, CellError, Detail, Percent
from feedback.domain.report import analysis_columns

at = datetime.datetime.fromisoformat
DAY = datetime.date(2026, 3, 1)
ZONED = at("2026-03-01T00:30+02:00")
FULL = analysis_columns(Detail.FULL)
ANALYSED = [1, "analyzed", None, "promoter", 0.889, *[0.111] * 7, 0.0, "price:negative; staff:positive", "es", "slow"]
PLAIN = [2, "analyzed", None, "passive", -0.25, *[0.0] * 7, 0.0, "", "en", None]
FAILED = [3, "failed", "refused", None, *[None] * 12]


def read(data: bytes) -> Any:
    return pq.read_table(io.BytesIO(data))


def column(*cells: Cell) -> tuple[str, list[Any]]:
    """Type and values of one input column as they are read back."""
    table = read(parquet_bytes(["a"], [[cell] for cell in cells]))
    return str(table.schema.field(0).type), table.column(0).to_pylist()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ((1, None, -5), "int64"),
        ((2**63 - 1, -(2**63)), "int64"),
        ((0.1, None, -math.inf), "double"),
        ((1, 2.5, None), "double"),
        ((True, None, False), "bool"),
        ((DAY, None, datetime.date(1, 1, 1)), "date32[day]"),
        ((at("2026-03-01 09:05:07.000123"), None, at("9999-12-31T23:59:59.999999")), "timestamp[us]"),
        ((ZONED, None), "timestamp[us, tz=UTC]"),
        ((datetime.time(9, 5, 7, 123), None, datetime.time()), "time64[us]"),
        (("x", None, "", "007", "=1+1", "ñ🙂", "a\x00\x01b", "_x0041_", "x" * 40_000), "string"),
        ((None, None), "string"),
        ((), "string"),
    ],
)
def test_a_column_of_one_kind_has_its_type_and_its_values(cells: Sequence[Cell], kind: str) -> None:
    assert column(*cells) == (kind, list(cells))


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ((9, "nine", None), ["9", "nine", None]),
        ((True, 1), ["TRUE", "1"]),
        ((9.0, CellError("#N/A"), Percent(0.9)), ["9.0", "#N/A", "90%"]),
        ((DAY, 5), ["2026-03-01", "5"]),
        ((ZONED, at("2026-03-01 09:05")), ["2026-03-01 00:30:00+02:00", "2026-03-01 09:05:00"]),
        ((datetime.time(9, 5), DAY), ["09:05:00", "2026-03-01"]),
        ((datetime.time(9, tzinfo=datetime.UTC),), ["09:00:00+00:00"]),
        ((2**63, 1), [str(2**63), "1"]),
        ((2**53 + 1, 0.5), [str(2**53 + 1), "0.5"]),
        (("a\ud83db",), ["a\ufffdb"]),
    ],
)
def test_a_mixed_column_and_what_no_type_holds_are_the_texts_that_were_written(
    cells: Sequence[Cell], texts: list[Any]
) -> None:
    assert column(*cells) == ("string", texts)


def test_dates_among_moments_are_midnights_and_percentages_are_numbers() -> None:
    assert column(DAY, at("2026-03-01 09:05")) == ("timestamp[us]", [at("2026-03-01"), at("2026-03-01 09:05")])
    assert column(Percent(0.9), 1, None) == ("double", [0.9, 1.0, None])


def test_nan_is_a_number_and_no_null() -> None:
    kind, (first, second) = column(math.nan, None)
    assert kind == "double"
    assert math.isnan(first)
    assert second is None


def test_the_analysis_has_its_types_also_where_all_of_it_is_empty() -> None:
    expected = {"row": "int64", "themes": "list<item: string>", "sentiment": "double", "churn_risk": "double"}
    for rows in ([["x", *FAILED]], []):
        schema = read(parquet_bytes(["a", *FULL], rows)).schema
        found = {name: str(schema.field(name).type) for name in FULL}
        emotions = {name: "double" for name in FULL if name.startswith("emotion_")}
        assert found == dict.fromkeys(FULL, "string") | expected | emotions


def test_themes_are_a_list_that_is_empty_without_any_and_null_without_an_analysis() -> None:
    table = read(parquet_bytes(["a", *FULL], [["x", *ANALYSED], ["y", *PLAIN], ["z", *FAILED]]))
    assert table.column("themes").to_pylist() == [["price:negative", "staff:positive"], [], None]
    assert table.column("sentiment").to_pylist() == [0.889, -0.25, None]
    assert table.column("failure_reason").to_pylist() == [None, None, "refused"]


def test_an_input_column_of_an_analysis_s_name_is_of_the_input_s_type() -> None:
    table = read(parquet_bytes(["sentiment", "themes", *FULL], [["good", "x; y", *ANALYSED]]))
    assert table.column_names[:3] == ["sentiment", "themes", "row"]
    assert table.column(0).to_pylist() == ["good"]
    assert table.column(1).to_pylist() == ["x; y"]
    assert table.column("sentiment (2)").to_pylist() == [0.889]


@pytest.mark.parametrize(
    ("names", "unique"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a", "a (2)"], ["a", "a (3)", "a (2)"]),
        (["a (2)", "a", "a"], ["a (2)", "a", "a (3)"]),
        (["", "", "=1+1"], ["", " (2)", "=1+1"]),
        (["a\ud83d", "a\ufffd"], ["a\ufffd", "a\ufffd (2)"]),
    ],
)
def test_names_are_unchanged_but_for_those_that_come_again(names: list[str], unique: list[str]) -> None:
    assert unique_names(names) == unique


@given(st.lists(st.sampled_from(["a", "a (2)", "a (3)", "a (2) (2)", "b"]), max_size=8))
def test_names_are_unique_and_the_first_of_each_is_unchanged(names: list[str]) -> None:
    unique = unique_names(names)
    assert len(set(unique)) == len(names)
    assert all(unique[names.index(name)] == name for name in names)


TYPED: list[st.SearchStrategy[Cell]] = [
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(st.characters(exclude_categories=["Cs"])),
]


@given(st.sampled_from(TYPED).flatmap(lambda cells: st.lists(cells | st.none(), max_size=20)))
def test_any_column_of_one_kind_comes_back_equal(cells: list[Cell]) -> None:
    assert column(*cells)[1] == cells


def test_it_is_compressed_with_zstd_and_written_into_an_open_file() -> None:
    target = io.BytesIO()
    write_parquet(target, ["a"], iter([[1], [2]]))
    assert pq.ParquetFile(target).metadata.row_group(0).column(0).compression == "ZSTD"
    assert pa.table({"a": [1, 2]}).equals(read(target.getvalue()))


def test_a_row_of_another_width_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        parquet_bytes(["a", "b"], [[1, 2], [3]])
