"""Text files: encodings, separators, line ends, quotes."""

import codecs

from tests.inputs.case import HEADER, RATED, ROWS, WRITTEN, Case, Reads, Refused, csv_of, survey_csv, text_of

PLAIN = text_of(ROWS)
EURO: list[list[object]] = [
    ["NPS", "Comment"],
    [3, "Pagué 12 € y llegó sin caja; no vuelvo"],
    [9, "“Regular” – ya veré mañana"],
]
RUSSIAN: list[list[object]] = [
    ["NPS", "Comment"],
    *([n % 11, "Очень хорошее обслуживание, спасибо всем сотрудникам"] for n in range(9)),
]
POLISH: list[list[object]] = [
    ["NPS", "Comment"],
    *([n % 11, "Bardzo miła obsługa, świetna jakość i szybka dostawa"] for n in range(9)),
]
SPANISH: list[list[object]] = [
    ["NPS", "Comment"],
    *([n % 11, "La atención fue rápida y el señor muy amable, ¡volveré mañana!"] for n in range(9)),
]
READ = Reads(RATED, WRITTEN)


def _encoded(encoding: str, named: str, bom: bytes = b"") -> Case:
    return Case("survey.csv", lambda: bom + PLAIN.encode(encoding), Reads(RATED, WRITTEN, encoding=named))


def _separated(separator: str) -> Case:
    return Case("survey.txt", lambda: csv_of(separator=separator), READ)


def _lines(end: str) -> Case:
    return Case("survey.csv", lambda: text_of(ROWS, line_end=end).encode(), READ)


ENCODINGS: dict[str, Case] = {
    "utf-8": _encoded("utf-8", "UTF-8"),
    "utf-8 with bom": _encoded("utf-8", "UTF-8", codecs.BOM_UTF8),
    "utf-16 le with bom": _encoded("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE),
    "utf-16 be with bom": _encoded("utf-16-be", "UTF-16", codecs.BOM_UTF16_BE),
    "utf-16 le without bom": _encoded("utf-16-le", "UTF-16"),
    "utf-16 be without bom": _encoded("utf-16-be", "UTF-16"),
    "latin-1": Case(
        "survey.csv",
        lambda: csv_of(encoding="latin-1"),
        Reads(RATED, WRITTEN, encoding="Windows-1252 (same as latin-1 here)"),
    ),
    "cp1252 with a euro sign": Case(
        "survey.csv",
        lambda: csv_of(EURO, encoding="cp1252"),
        Reads([3, 9], [str(row[1]) for row in EURO[1:]], encoding="Windows-1252"),
    ),
    "utf-8 with one broken byte": Case(
        "survey.csv",
        lambda: csv_of([*ROWS, [8, "Añadido ayer"]]) + b"9,caf\xe9 malo\r\n",
        Reads([*RATED, 8, 9], [*WRITTEN, "Añadido ayer", "café malo"], note="Windows-1252"),
    ),
    "cp1251 is never read as latin letters": Case(
        "survey.csv", lambda: csv_of(RUSSIAN, encoding="cp1251"), Refused("unknown_encoding", "encoding")
    ),
    "cp1251 when the caller says so": Case(
        "survey.csv",
        lambda: csv_of(RUSSIAN, encoding="cp1251"),
        Reads([int(str(row[0])) for row in RUSSIAN[1:]], [str(row[1]) for row in RUSSIAN[1:]]),
        {"encoding": "cp1251"},
    ),
    "cp1250 is never read as cp1252": Case(
        "survey.csv", lambda: csv_of(POLISH, encoding="cp1250"), Refused("unknown_encoding", "encoding")
    ),
    "mac roman is never read as cp1252": Case(
        "survey.csv", lambda: csv_of(SPANISH, encoding="mac_roman"), Refused("unknown_encoding", "encoding")
    ),
    "an encoding that there is not": Case(
        "survey.csv", csv_of, Refused("wrong_option", "encoding"), {"encoding": "klingon"}
    ),
    "an encoding that does not fit": Case(
        "survey.csv", lambda: csv_of(EURO, encoding="cp1252"), Refused("wrong_encoding", "2"), {"encoding": "utf-8"}
    ),
    "commas": _separated(","),
    "semicolons": _separated(";"),
    "tabs": _separated("\t"),
    "bars": _separated("|"),
    "a line that names the separator": Case("survey.csv", lambda: b"sep=;\r\n" + csv_of(separator=";"), READ),
    "decimal commas between semicolons": survey_csv(
        [["NPS", "Comment"], ["9,0", "Great, fast"], ["3,0", "Slow, rude"], ["7,5", "Fine"]],
        Reads([9, 3, None], ["Great, fast", "Slow, rude", "Fine"], unrated={"not_whole": 1}),
        separator=";",
    ),
    "line feeds": _lines("\n"),
    "carriage returns": _lines("\r"),
    "quoted line breaks": survey_csv(
        [HEADER, [9, "First line\nsecond line"], [3, "a\r\nb\rc"]],
        Reads([9, 3], ["First line\nsecond line", "a\r\nb\rc"]),
    ),
    "doubled quotation marks": survey_csv([HEADER, [9, 'They said "fine"']], Reads([9], ['They said "fine"'])),
    "a stray quotation mark": Case(
        "survey.csv", lambda: b'NPS,Comment\n9,a 5" pipe\n3,slow\n', Reads([9, 3], ['a 5" pipe', "slow"])
    ),
    "an unclosed quotation mark": Case(
        "survey.csv", lambda: b'NPS,Comment\n9,"never closed\n3,slow\n10,fine\n', Refused("broken_quotes", "row 2")
    ),
    "an unquoted comma in a comment": Case(
        "survey.csv", lambda: b"NPS,Comment\n9,fine\n3,slow, and rude\n", Refused("ragged_row", "Row 3")
    ),
    "a comma at the end of every line": Case(
        "survey.csv",
        lambda: b"NPS,Comment,\n9,fine,\n3,slow,\n",
        Reads([9, 3], ["fine", "slow"], columns=("NPS", "Comment")),
    ),
    "a NUL in a comment": Case(
        "survey.csv", lambda: b"NPS,Comment\n9,fi\0ne\n3,slow\n", Reads([9, 3], ["fi\0ne", "slow"])
    ),
    "one column of comments": survey_csv(
        [["Comment"], ["Great, fast"], ["Slow"]],
        Reads([None, None], ["Great, fast", "Slow"], rating=None, note="no NPS"),
    ),
}
