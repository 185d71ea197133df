"""What the made-up survey files promise: the same for the same seed, and like real ones in what they hold."""

import datetime
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from feedback.domain.normalization import is_blank, normalized
from tests.builders import read_table
from tools.samples import SampleRow, make_rows, write_sample
from tools.samples.grammar import phrases

SIZES = (850, 1800, 3000)


@pytest.fixture(scope="module")
def rows() -> list[SampleRow]:
    return make_rows(3000, 7)


def comments(rows: list[SampleRow]) -> list[str]:
    return [row.comment for row in rows if not is_blank(row.comment)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_four_of_five_comments_are_new_and_one_of_twenty_is_blank(size: int, seed: int) -> None:
    made = make_rows(size, seed)
    assert len(made) == size
    assert len({normalized(comment) for comment in comments(made)}) / size == pytest.approx(0.8, abs=0.01)
    assert len(comments(made)) / size == pytest.approx(0.95, abs=0.005)


def test_new_comments_do_not_run_out_in_a_large_file() -> None:
    made = make_rows(30_000, 7)
    assert len({normalized(comment) for comment in comments(made)}) == pytest.approx(24_000, abs=50)


def test_repeated_comments_are_mostly_short_and_some_differ_in_case_or_spaces(rows: list[SampleRow]) -> None:
    spellings: dict[str, list[str]] = defaultdict(list)
    for comment in comments(rows):
        spellings[normalized(comment)].append(comment)
    repeated = {known: typed for known, typed in spellings.items() if len(typed) > 1}
    extra = [known for known, typed in repeated.items() for _ in typed[1:]]
    assert len(extra) / len(rows) == pytest.approx(0.15, abs=0.01)
    assert sum(len(known.split()) <= 4 for known in extra) > len(extra) / 2
    assert sum(len(set(typed)) > 1 for typed in repeated.values()) > 20


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_sample(tmp_path / f"{name}.csv", 200, seed)
        write_sample(tmp_path / f"{name}.xlsx", 200, seed)
    read = {name: read_table((tmp_path / f"{name}.xlsx").read_bytes(), name, max_rows=999).rows for name in "abc"}
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes() != (tmp_path / "c.csv").read_bytes()
    assert read["a"] == read["b"] != read["c"]


@pytest.mark.parametrize("size", SIZES)
def test_ratings_have_a_realistic_spread_and_all_values_occur(size: int) -> None:
    ratings = Counter(row.rating for row in make_rows(size, 7))
    assert set(ratings) == {None, *range(11)}
    assert (ratings[9] + ratings[10]) / size == pytest.approx(0.45, abs=0.01)
    assert (ratings[7] + ratings[8]) / size == pytest.approx(0.275, abs=0.01)
    assert 0.01 <= ratings[None] / size <= 0.02


def test_comments_have_1_to_80_words_and_hold_what_breaks_careless_parsers(rows: list[SampleRow]) -> None:
    written = comments(rows)
    words = [len(comment.split()) for comment in written]
    assert min(words) == 1
    assert 70 <= max(words) <= 80
    for sign in ("\n", '"', ",", ";", "ñ", "á", "😡", "❤️", "€", "$"):
        assert sum(sign in comment for comment in written) >= 5, sign


def test_comments_fit_the_rating() -> None:
    def share(low: int, high: int, pattern: str) -> float:
        texts = [row.comment for row in made if row.rating is not None and low <= row.rating <= high]
        return sum(bool(re.search(pattern, text, re.IGNORECASE)) for text in texts) / len(texts)

    made = make_rows(3000, 7, "en")
    praise, complaint = r"recommend it to|thank|excellent|love", r"do not recommend|never again|waiting|charged|rude"
    assert share(9, 10, praise) > 5 * share(0, 6, praise)
    assert share(0, 6, complaint) > 5 * share(9, 10, complaint)
    turn = r"\b(but|however|although|still|on the other hand)\b"
    assert share(7, 8, turn) > 3 * share(0, 6, turn)


def test_both_languages_have_about_half_of_the_comments_and_one_can_be_left_out() -> None:
    def english(lang: str) -> float:
        written = [comment for comment in comments(make_rows(1000, 7, lang)) if len(comment.split()) > 8]
        return sum(bool(re.search(r"\b(the|and|is|was)\b", comment.lower())) for comment in written) / len(written)

    assert english("both") == pytest.approx(0.5, abs=0.08)
    assert english("en") > 0.95
    assert english("es") < 0.05


def test_both_languages_speak_of_the_same_themes_with_filled_slots(rows: list[SampleRow]) -> None:
    assert phrases("english").themes.keys() == phrases("spanish").themes.keys()
    assert not [comment for comment in comments(rows) if "{" in comment or "}" in comment]


def test_segments_have_few_values_and_dates_lie_in_half_a_year(rows: list[SampleRow]) -> None:
    assert (len({row.region for row in rows}), len({row.plan for row in rows})) == (6, 4)
    assert min(row.date for row in rows) >= datetime.date(2026, 1, 1)
    assert max(row.date for row in rows) <= datetime.date(2026, 6, 30)
    assert len({row.customer_id for row in rows}) == len(rows)


def test_a_workbook_has_dates_as_dates_integers_as_ratings_and_empty_cells_where_nothing_was_said(
    tmp_path: Path,
) -> None:
    write_sample(tmp_path / "s.xlsx", 850, 7)
    table = read_table((tmp_path / "s.xlsx").read_bytes(), "s", max_rows=999)
    assert table.columns == ("Customer ID", "Date", "Region", "Plan", "Nota", "Comentario Final")
    assert {type(row[1]) for row in table.rows} == {datetime.date}
    assert {type(row[4]) for row in table.rows} == {int, type(None)}
    assert [row[5] or "" for row in table.rows] == [row.comment for row in make_rows(850, 7)]


def test_the_command_writes_the_file_that_the_function_writes(tmp_path: Path) -> None:
    write_sample(tmp_path / "a.csv", 30, 3, "es")
    options = ["--rows", "30", "--seed", "3", "--lang", "es", "--out", str(tmp_path / "b.csv")]
    subprocess.run([sys.executable, "-m", "tools.samples", *options], check=True)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_what_it_can_not_make_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="neither"):
        write_sample(tmp_path / "sample.ods", 1, 1)
    with pytest.raises(ValueError, match="fr"):
        make_rows(1, 1, "fr")
    assert make_rows(0, 1) == []
