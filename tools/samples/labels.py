"""Comments with labels that are known because they were made with them: to try `feedback evaluate` without a team."""

import random
from pathlib import Path
from typing import Literal

from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.domain.models import Cell, Polarity
from feedback.domain.normalization import normalized
from tools.samples.grammar import phrases

COLUMNS = ("Comment", "sentiment", "themes", "language")
LANGUAGES = {"english": "en", "spanish": "es"}

# Themes of the phrases that say one theme of the default codebook and no other.
_THEMES = {
    "price": "price",
    "delivery": "delivery_time",
    "waiting": "support_speed",
    "staff": "staff",
    "app": "website_app",
    "billing": "billing",
    "quality": "product_quality",
    "faults": "reliability",
    "returns": "returns",
    "packaging": "packaging",
    "setup": "setup",
    "cancellation": "cancellation",
    "choice": "availability",
}
_POLARITIES: dict[Literal["good", "bad"], Polarity] = {"good": Polarity.POSITIVE, "bad": Polarity.NEGATIVE}
_STRENGTH = 0.75


def labelled_rows(rows: int, seed: int) -> list[list[Cell]]:
    """Rows of different comments under COLUMNS, of one or two statements, half of them in each language.

    sentiment is 0.75 or −0.75, 0 for one statement of each kind. The same for the same arguments.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    made: dict[str, list[Cell]] = {}
    while len(made) < rows:
        row = _row(rng)
        made.setdefault(normalized(str(row[0])), row)
    return list(made.values())


def write_labelled(path: Path, rows: int, seed: int) -> None:
    """Write labelled_rows to path: a workbook where its name ends in .xlsx, else CSV."""
    made = labelled_rows(rows, seed)
    is_workbook = path.suffix.lower() == ".xlsx"
    path.write_bytes(xlsx_bytes(COLUMNS, made) if is_workbook else csv_bytes(COLUMNS, made, guarded=False))


def _row(rng: random.Random) -> list[Cell]:
    language = rng.choice(list(LANGUAGES))
    source = phrases(language)
    chosen = {theme: rng.choice(list(_POLARITIES)) for theme in rng.sample(list(_THEMES), rng.choice((1, 2)))}
    slots = {name: rng.choice(values) for name, values in source.slots.items()}
    parts = [rng.choice(source.themes[theme][kind]).format(**slots) for theme, kind in chosen.items()]
    text = ". ".join(part[0].upper() + part[1:] for part in parts)
    kinds = set(chosen.values())
    sentiment = 0.0 if len(kinds) == 2 else _STRENGTH if "good" in kinds else -_STRENGTH
    themes = "; ".join(f"{_THEMES[theme]}:{_POLARITIES[kind].value}" for theme, kind in chosen.items())
    return [text, sentiment, themes, LANGUAGES[language]]
