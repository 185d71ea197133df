"""Output tokens a comment of the forms that a model's answer could have.

    TIKTOKEN_CACHE_DIR=... python benchmarks/benchmark_codecs.py [--rows 3000] [--batch 120] [--json]

Every form says the same of the same comments: what the stand-in makes of the unique comments of a sample, in batches.
Counted by o200k where its vocabulary is in tiktoken's cache folder, else by an approximation; the output says which.
"""

import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.models import EMOTIONS, Analysis, Polarity
from feedback.domain.normalization import is_blank, normalized
from tools.samples import make_rows
from tools.standin.analysis import code_of
from tools.standin.tokens import count_tokens, method

LABELS = tuple(theme.label_en for theme in DEFAULT_CODEBOOK.themes)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Item:
    """One comment's id (100…775) and code: nine digits of scores, three for each theme, two letters of language."""

    number: int
    code: str

    @property
    def analysis(self) -> Analysis:
        return decode(self.code, DEFAULT_CODEBOOK)

    @property
    def scores(self) -> str:
        return self.code[:9]

    @property
    def themes(self) -> list[str]:
        """Two digits of theme and one of polarity each."""
        return [self.code[at : at + 3] for at in range(9, len(self.code) - 2, 3)]

    @property
    def language(self) -> str:
        return self.code[-2:]

    @property
    def text(self) -> str:
        return f"{self.number}{self.code}"

    @property
    def letter_id(self) -> str:
        """The id as two letters: 26² of them."""
        high, low = divmod(self.number - 100, 26)
        return LETTERS[high] + LETTERS[low]


type Form = Callable[[Sequence[Item]], str]


def compact(document: Any) -> str:
    return json.dumps(document, separators=(",", ":"))


def spelled_out(items: Sequence[Item]) -> str:
    return compact({"r": [_object(item.number, item.analysis) for item in items]})


def _object(number: int, analysis: Analysis) -> dict[str, Any]:
    return {
        "id": number,
        "sentiment": round(analysis.sentiment, 2),
        "emotions": dict(zip(EMOTIONS, (round(value, 2) for value in analysis.emotions), strict=True)),
        "churn_risk": round(analysis.churn_risk, 2),
        "themes": [{"theme": mention.theme, "polarity": mention.polarity.value} for mention in analysis.themes],
        "language": analysis.language,
    }


def _numbers(item: Item) -> list[Any]:
    themes = [number for theme in item.themes for number in (int(theme[:2]), int(theme[2]))]
    return [item.number, *map(int, item.scores), item.language, *themes]


def arrays(items: Sequence[Item]) -> str:
    return compact({"r": [_numbers(item) for item in items]})


def csv_lines(items: Sequence[Item]) -> str:
    return compact({"r": "\n".join(",".join(map(str, _numbers(item))) for item in items)})


def strings(text: Callable[[Item], str]) -> Form:
    """A JSON array with one string an item."""
    return lambda items: compact({"r": [text(item) for item in items]})


def one_string(separator: str) -> Form:
    return lambda items: compact({"r": separator.join(item.text for item in items)})


def _polarity_letter(item: Item) -> str:
    letters = {"1": Polarity.NEGATIVE.value[0], "2": "o", "3": Polarity.POSITIVE.value[0]}
    themes = "".join(theme[:2] + letters[theme[2]] for theme in item.themes)
    return f"{item.number}{item.scores}{themes}{item.language}"


def _score_letters(item: Item) -> str:
    """Letters are a finer scale than digits: each score spread over a…z."""
    letters = "".join(LETTERS[round(int(digit) * 25 / 9)] for digit in item.scores)
    return f"{item.number}{letters}{''.join(item.themes)}{item.language}"


FORMS: dict[str, Form] = {
    "1 JSON object, names and decimals": spelled_out,
    "2 JSON array of arrays of numbers": arrays,
    "3 CSV lines in one string": csv_lines,
    "4 JSON array of strings of digits": strings(lambda item: item.text),
    "5 one string, a space between items": one_string(" "),
    "6 one string, nothing between items": one_string(""),
    "7 one string, line breaks": one_string("\n"),
    "8 as 4, a letter for polarity": strings(_polarity_letter),
    "9 as 4, letters for scores": strings(_score_letters),
    "10 as 4, ids of two letters": strings(lambda item: item.letter_id + item.code),
}


def batches(rows: int, size: int, seed: int) -> list[list[Item]]:
    """The unique comments of a sample as answered, ids in no order, at most size to a batch."""
    texts = {normalized(row.comment): row.comment for row in make_rows(rows, seed) if not is_blank(row.comment)}
    codes = [code_of(text, LABELS) for text in texts.values()]
    rng = random.Random(seed)  # noqa: S311 - not a secret
    parts = [codes[start : start + size] for start in range(0, len(codes), size)]
    return [[Item(*pair) for pair in zip(rng.sample(range(100, 776), len(part)), part, strict=True)] for part in parts]


def measured(answers: list[list[Item]]) -> dict[str, float]:
    """Tokens a comment of each form, the answer's frame included."""
    comments = sum(map(len, answers))
    return {name: sum(count_tokens(form(items)) for items in answers) / comments for name, form in FORMS.items()}


def main(
    rows: Annotated[int, typer.Option(min=1)] = 3000,
    batch: Annotated[int, typer.Option(min=1, max=676)] = 120,
    seed: int = 3000,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Answer the sample's unique comments in each form, and count."""
    answers = batches(rows, batch, seed)
    figures = measured(answers)
    items = [item for answer in answers for item in answer]
    themes = statistics.mean(len(item.themes) for item in items)
    if as_json:
        facts = {"tokens": method(), "comments": len(items), "batch": batch, "themes_a_comment": themes}
        print(json.dumps(facts | {"tokens_a_comment": figures}, indent=2))
        return
    title = f"{len(items)} comments, {themes:.2f} themes each, batches of {batch}; counted by {method()}"
    table = Table("form", title=title)
    table.add_column("tokens a comment", justify="right")
    for name, tokens in figures.items():
        table.add_row(name, f"{tokens:.2f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
