"""How the numbers are made, what was left out, and who analysed the comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.adapters.report_html.figures import UNKNOWN, Figures
from feedback.adapters.report_html.parts import Cell, Table, words_cell
from feedback.adapters.report_html.view_themes import analysed_rows

type Report = Mapping[str, Any]

_SCORE = ("groups", "score", "interval", "difference")
_COMMENTS = ("shares", "moods", "impact", "drivers", "quotes", "scale_check")


@dataclass(frozen=True, slots=True)
class Method:
    """One number: its name, how it is made in plain words, and its formula, "" for none."""

    title: str
    text: str
    formula: str


def methods(report: Report, figures: Figures) -> list[Method]:
    words, driver = figures.words, report["drivers"]
    gaps = {
        "threshold": figures.decimal(report["at_risk"]["threshold"]),
        "resamples": figures.integer(driver["resamples"]),
        "seed": driver["seed"],
        "rated": words.count("ratings", driver["rated"]),
    }
    chosen = f".{report['nps']['method']}"
    found = []
    for name in _entries(report):
        ending = chosen if name == "score" else ""
        formula = words.words.get(f"method.{name}_formula{ending}", "")
        found.append(Method(words.text(f"method.{name}"), words.text(f"method.{name}_text{ending}", **gaps), formula))
    return found


def _entries(report: Report) -> Iterator[str]:
    """What the report has numbers of."""
    yield from _SCORE
    if analysed_rows(report):
        yield from _COMMENTS
    if report["comparison"] is not None:
        yield "comparison"


def ledger_table(report: Report, figures: Figures) -> Table:
    words = figures.words
    rows = [
        [
            Cell(words.named("state", state), words.words.get(f"state.{state}_text", ""), kind="words"),
            Cell(figures.integer(count)),
            Cell(figures.share(count / report["rows"], 1) if report["rows"] else UNKNOWN),
        ]
        for state, count in report["ledger"].items()
    ]
    rows.append([words_cell(words.text("method.ledger_total")), Cell(figures.integer(report["rows"])), Cell()])
    columns = [words.text(key) for key in ("method.ledger_state", "themes.rows", "themes.share")]
    return Table(words.text("method.ledger"), columns, rows)


def unrated_table(report: Report, figures: Figures) -> Table | None:
    """Rows without a rating, by reason, with cells that were none; None where every row has one."""
    reading, words = report["reading"], figures.words
    reasons = reading.get("unrated", {})
    if not reasons:
        return None
    examples: dict[str, list[str]] = {}
    for one in reading.get("unrated_examples", ()):
        examples.setdefault(one["reason"], []).append(str(one["text"]))
    rows = [
        [
            words_cell(words.named("unrated", reason)),
            Cell(figures.integer(count)),
            Cell(" · ".join(examples.get(reason, ())), kind="said"),
        ]
        for reason, count in reasons.items()
    ]
    columns = [words.text(key) for key in ("method.unrated_reason", "themes.rows", "method.unrated_examples")]
    return Table(words.text("method.unrated"), columns, rows)


def reading_facts(report: Report, figures: Figures) -> list[tuple[str, str]]:
    """How the file was read: (what, how)."""
    reading, words = report["reading"], figures.words
    facts = [
        (words.text(f"method.{key}"), str(reading[key]))
        for key in ("format", "encoding", "sheet", "header_row", "rating_scale")
        if reading.get(key) is not None
    ]
    columns = ((words.named("role", one["role"]), str(one["column"])) for one in reading.get("columns", ()))
    return [*facts, *columns]


def analysis_facts(report: Report, figures: Figures) -> Iterator[tuple[str, str]]:
    """Who analysed the comments, and what it took: (what, how much)."""
    words, usage = figures.words, report["usage"]

    def fact(key: str, value: str) -> tuple[str, str]:
        return words.text(f"method.{key}"), value

    model = str(report["model"] or UNKNOWN)
    yield fact("model", words.text("method.model_stand_in", model=model) if report["stand_in"] else model)
    yield fact("prompt_version", str(report["prompt_version"]))
    names = [str(report[key]) for key in ("codebook_name", "codebook_version") if report[key]]
    yield fact("codebook", " · ".join(names) or UNKNOWN)
    yield fact("detail", words.named("detail", str(report["detail"])))
    yield fact("calls", figures.integer(usage["calls"]))
    if usage["failed_calls"]:
        yield fact("failed_calls", figures.integer(usage["failed_calls"]))
    tokens = {way: figures.integer(usage[f"tokens_{way}"]) for way in ("in", "out")}
    yield fact("tokens", words.text("method.tokens_text", sent=tokens["in"], written=tokens["out"]))
    cost = usage["cost_usd"]
    yield fact("cost", words.text("page.unknown") if cost is None else words.numbers.money(cost))
    cache = {key: figures.integer(usage[f"cache_{key}"]) for key in ("hits", "misses")}
    yield fact("cache", words.text("method.cache_text", **cache))
    if usage["saved_usd"]:
        yield fact("saved", words.numbers.money(usage["saved_usd"]))
    if "total" in report["timings"]:
        seconds = figures.decimal(report["timings"]["total"], 1)
        yield fact("seconds", words.text("method.seconds_text", seconds=seconds))


def spot_check(report: Report, figures: Figures) -> tuple[str, ...]:
    """Sentences on the agreement of analyses made twice."""
    words, found = figures.words, report["spot_check"]
    if not found or found["agreement"] is None:
        return (words.text("method.spot_check_none"),)
    shares = {key: figures.share(found[key]) for key in ("agreement", "low", "high", "sentiment", "themes", "language")}
    compared = words.count("comments", found["compared"])
    return (
        words.text("method.spot_check_text", compared=compared, **shares),
        words.text("method.spot_check_parts", **shares),
    )


def spot_check_table(report: Report, figures: Figures) -> Table | None:
    """Agreement by NPS group and by place in the batch; None where no comment was asked twice."""
    words, found = figures.words, report["spot_check"]
    if not found or found["agreement"] is None:
        return None
    parts = [("group", name, part) for name, part in found["by_group"].items()]
    parts += [("place", name, part) for name, part in found["by_place"].items()]
    rows = [
        [
            words_cell(words.named(kind, name)),
            Cell(figures.integer(part["compared"])),
            Cell(UNKNOWN if part["agreement"] is None else figures.share(part["agreement"])),
        ]
        for kind, name, part in parts
        if part["compared"]
    ]
    columns = [words.text(f"method.spot_check_{key}") for key in ("where", "compared", "agreement")]
    return Table(words.text("method.spot_check"), columns, rows)
