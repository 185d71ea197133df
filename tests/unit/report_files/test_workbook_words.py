"""The workbook's words: two languages that say the same, and none that nobody uses."""

import re
from pathlib import Path
from string import Formatter

import pytest

import feedback.adapters.report_xlsx as package
from feedback.domain.wording_workbook import WORDS, workbook_wording
from feedback.domain.wording_workbook_method import METHOD
from feedback.domain.wording_workbook_notes import NOTES

ALL = WORDS | NOTES | METHOD
SOURCES = "\n".join(path.read_text() for path in sorted(Path(package.__file__).parent.glob("*.py")))


@pytest.mark.parametrize("key", ALL)
def test_both_languages_have_words_with_the_same_gaps(key: str) -> None:
    english, spanish = ALL[key]
    assert english.strip()
    assert spanish.strip()
    assert _gaps(english) == _gaps(spanish)


def _gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_no_key_is_in_two_of_the_lists() -> None:
    assert len(ALL) == len(WORDS) + len(NOTES) + len(METHOD)


@pytest.mark.parametrize("key", ALL)
def test_every_word_is_used(key: str) -> None:
    beginning, dot, end = key.partition(".")
    dynamic = rf'f"{beginning}\.{{' if dot else "(?!)"
    built = r'f"\{name\}_(value|chart|image)"' if key.startswith(("sentiment_", "churn_")) else "(?!)"
    unit = r'f"periods_\{' if key.startswith("periods_") else r'f"difference_\{' if "difference_" in key else "(?!)"
    assert re.search(rf'"{re.escape(end or beginning)}"|"{re.escape(key)}"|{dynamic}|{built}|{unit}', SOURCES), key


@pytest.mark.parametrize(("lang", "title"), [("en", "Survey report"), ("es", "Informe de la encuesta")])
def test_the_workbook_s_words_come_with_those_of_the_report(lang: str, title: str) -> None:
    words = workbook_wording(lang)
    assert words.text("book.title") == title
    assert words.named("emotion", "anger") != "anger" or lang == "en"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        workbook_wording("fr")


def test_names_of_sheets_are_ones_that_excel_takes() -> None:
    for at in (0, 1):
        names = [pair[at] for key, pair in WORDS.items() if key.startswith("sheet.")]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
