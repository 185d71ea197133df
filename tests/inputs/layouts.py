"""Where the table is: titles, header lines, empty rows and columns, totals, sheets."""

from tests.inputs.case import ANSWERS, HEADER, RATED, ROWS, WRITTEN, Case, Reads, Refused, csv_of, survey_csv
from tests.workbooks import xlsx, xlsx_book

READ = Reads(RATED, WRITTEN)
IMPORT_IDS = ['{"ImportId":"QID1"}', '{"ImportId":"QID2_TEXT"}']

LAYOUTS: dict[str, Case] = {
    "titles above the header": survey_csv(
        [["Customer survey, spring 2026"], [], *ROWS], Reads(RATED, WRITTEN, header_row=3, note="row 3")
    ),
    "pairs of what and value above the header": survey_csv(
        [["Survey", "Customers"], ["Period", "2026 Q1"], *ROWS], Reads(RATED, WRITTEN, header_row=3)
    ),
    "a two-line header of a survey tool": survey_csv(
        [["How likely are you to recommend us?", "Why?"], ["Response", "Open-Ended Response"], *ANSWERS],
        Reads(
            RATED,
            WRITTEN,
            rating="How likely are you to recommend us? – Response",
            comments=("Why? – Open-Ended Response",),
            header_row=1,
        ),
    ),
    "a three-line header of a survey tool": survey_csv(
        [
            ["Q1_NPS", "Q2"],
            ["How likely are you to recommend us?", "Why did you give this score?"],
            IMPORT_IDS,
            *ANSWERS,
        ],
        Reads(
            RATED,
            WRITTEN,
            rating="Q1_NPS – How likely are you to recommend us?",
            comments=("Q2 – Why did you give this score?",),
        ),
    ),
    "merged groups above the header": Case(
        "survey.xlsx",
        lambda: xlsx(
            [
                ["Customer", None, "Survey", None],
                ["Id", "City", "NPS", "Comment"],
                *([n, "Lima", *answer] for n, answer in enumerate(ANSWERS)),
            ],
            merged=["A1:B1", "C1:D1"],
        ),
        Reads(RATED, WRITTEN, rating="Survey – NPS", comments=("Survey – Comment",), header_row=1),
    ),
    "a table that begins at C5": Case(
        "survey.xlsx",
        lambda: xlsx([[], [], [], [], *([None, None, *row] for row in ROWS)]),
        Reads(RATED, WRITTEN, header_row=5, columns=HEADER),
    ),
    "empty rows between answers": survey_csv(
        [*ROWS[:3], ["", ""], *ROWS[3:], ["", ""]],
        Reads([*RATED[:2], None, *RATED[2:]], [*WRITTEN[:2], "", *WRITTEN[2:]]),
    ),
    "totals at the end": survey_csv(
        [["City", *HEADER], *(["Lima", *answer] for answer in ANSWERS), ["Total", 29, ""], ["Average", "7.25", ""]],
        Reads(RATED, WRITTEN, rows=4, note="totals"),
    ),
    "the header again on every page": survey_csv(
        [*ROWS[:3], HEADER, *ROWS[3:]], Reads(RATED, WRITTEN, note="the header again")
    ),
    "duplicate headers": survey_csv(
        [["City", *HEADER, "City"], *(["Lima", *answer, "Cusco"] for answer in ANSWERS)],
        Reads(RATED, WRITTEN, columns=("City", "NPS", "Comment", "City (2)")),
    ),
    "numbers as headers": survey_csv(
        [[2024, 2025, *HEADER], *([1, 2, *answer] for answer in ANSWERS)],
        Reads(RATED, WRITTEN, columns=("2024", "2025", "NPS", "Comment")),
    ),
    "no header": survey_csv(
        [[n * 3 % 11, f"{WRITTEN[n % 4]} {n}"] for n in range(8)],
        Reads([n * 3 % 11 for n in range(8)], rating="Column 1", comments=("Column 2",), header_row=0),
    ),
    "a header that the caller names": survey_csv(
        [["x1", "x2"], *ROWS], Reads(RATED, WRITTEN, header_row=2), header_row=2
    ),
    "a header that is not there": survey_csv(ROWS, Refused("no_such_row", "no row 99"), header_row=99),
    "the best of several sheets": Case(
        "survey.xlsx",
        lambda: xlsx_book(
            {"Read me": [["This survey was made in spring"]], "Answers": ROWS, "Codes": [["Code", "City"], [1, "Lima"]]}
        ),
        Reads(RATED, WRITTEN, sheet="Answers", note="not from “Read me”"),
    ),
    "two sheets alike": Case(
        "survey.xlsx", lambda: xlsx_book({"May": ROWS, "June": ROWS}), Refused("ambiguous_sheet", "“June”")
    ),
    "two sheets alike and the caller's word": Case(
        "survey.xlsx", lambda: xlsx_book({"May": ROWS, "June": ROWS}), Reads(RATED, sheet="June"), {"sheet": "June"}
    ),
    "a sheet that raises a question goes before a list beside it": Case(
        "survey.xlsx",
        lambda: xlsx_book(
            {
                "Answers": [["Score", "Score", "Comment"], *([n % 11, 9 - n % 10, f"answer {n}"] for n in range(30))],
                "Log": [["Comment"], ["called them back"], ["sent a letter"]],
            }
        ),
        Refused("ambiguous_rating_column", "Score (2)"),
    ),
    "a hidden sheet is not taken before a shown one": Case(
        "survey.xlsx",
        lambda: xlsx_book({"Old": ROWS * 3, "Answers": ROWS}, states={"Old": "hidden"}),
        Reads(RATED, WRITTEN, sheet="Answers"),
    ),
    "only a hidden sheet has answers": Case(
        "survey.xlsx",
        lambda: xlsx_book({"Cover": [["Spring survey"]], "Answers": ROWS}, states={"Answers": "veryHidden"}),
        Reads(RATED, WRITTEN, sheet="Answers", note="hidden"),
    ),
    "a sheet that there is not": Case(
        "survey.xlsx", lambda: xlsx(ROWS), Refused("sheet_not_found", "“Julio”"), {"sheet": "Julio"}
    ),
    "a sheet of a text file": Case("survey.csv", csv_of, Refused("sheet_not_found", "text file"), {"sheet": "Data"}),
    "only a header": survey_csv([HEADER], Refused("no_rows", "no answers")),
}
