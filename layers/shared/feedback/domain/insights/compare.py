"""This job against an earlier one: the change of NPS, what it is made of, and themes that are spoken of more or less.

The two files are taken for independent samples; a change is an association with the time, not its effect.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.insights.compare_notes import notes
from feedback.domain.insights.earlier import Results, read_results
from feedback.domain.insights.mix import hundredths, split
from feedback.domain.insights.two_samples import (
    ALPHA,
    MIN_RATINGS,
    SHARE_DIGITS,
    corrected,
    difference_dict,
    nps_difference,
    share_difference,
)
from feedback.domain.nps import NpsMethod, NpsReport
from feedback.domain.options import Lang


def comparison(now: Mapping[str, Any], before: Mapping[str, Any], codebook: Codebook) -> dict[str, Any]:
    """What has changed since before, an earlier results.json; now is this job's so far, with this codebook.

    {job, file, created_at} of the earlier job, and nps_before, its standard NPS.
    change: {points, low, high, p, differs} of the standard NPS, whatever methods the jobs report. points is None where
    one has no rating; low, high and p are None where one has fewer than MIN_RATINGS, and then differs is False.
    mix + within = change.points, in points, and within_themes, [{theme, mix, within}], add up to both, largest part
    first: see mix.split. Their groups are the rated rows by first theme, "" without one.
    themes: see _themes. notes: sentences on what else differs between the two jobs.
    Raises EarlierResultsError where one of the two is no sound document of schema version 1.
    """
    ours, theirs = read_results(now), read_results(before)
    lang = Lang(now["lang"])
    labels = {theme.key: theme.label_es if lang is Lang.SPANISH else theme.label_en for theme in codebook.themes}
    compared_keys, only_now = _keys(ours, theirs, codebook)
    only_before = sorted(key for key in theirs.themes.keys() | theirs.primary.keys() if key and key not in labels)
    return {
        "job": theirs.job,
        "file": theirs.file,
        "created_at": theirs.created_at,
        "nps_before": asdict(NpsReport.of_counts(theirs.counts, theirs.unrated, NpsMethod.STANDARD)),
        **_change(ours, theirs),
        "themes": _themes(ours, theirs, {key: labels[key] for key in compared_keys}),
        "notes": notes(ours, theirs, [labels[key] for key in only_now], only_before, lang),
    }


def _change(now: Results, before: Results) -> dict[str, Any]:
    change: dict[str, Any] = dict.fromkeys(("points", "low", "high", "p")) | {"differs": False}
    if not (now.counts.n and before.counts.n):
        return {"change": change, "mix": None, "within": None, "within_themes": []}
    difference = nps_difference(now.counts, before.counts)
    told = difference_dict(difference)
    if min(now.counts.n, before.counts.n) >= MIN_RATINGS:
        change = told | {"differs": difference.p < ALPHA}
    else:
        change["points"] = told["points"]
    parts = split(now.primary, before.primary)
    mix = round(100 * sum(part.mix for part in parts.values()))
    within = round(100 * told["points"]) - mix
    mixes = hundredths([part.mix for part in parts.values()], mix)
    withins = hundredths([part.within for part in parts.values()], within)
    table: list[dict[str, Any]] = [
        {"theme": key, "mix": by_mix / 100, "within": by_score / 100}
        for key, by_mix, by_score in zip(parts, mixes, withins, strict=True)
    ]
    table.sort(key=lambda entry: (-abs(entry["mix"] + entry["within"]), entry["theme"]))
    return {"change": change, "mix": mix / 100, "within": within / 100, "within_themes": table}


def _keys(now: Results, before: Results, codebook: Codebook) -> tuple[list[str], list[str]]:
    """The themes that can be compared, and those mentioned now that the earlier job may not have known.

    Results name the themes that were mentioned. With the same codebook the others had no mention; with another one
    nobody knows whether they were there to be mentioned.
    """
    same = now.codebook_version == before.codebook_version
    mentioned = [key for key in codebook.positions if now.themes.get(key) or before.themes.get(key)]
    known = [key for key in mentioned if same or key in before.themes]
    return known, [key for key in mentioned if key not in known]


def _themes(now: Results, before: Results, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """{theme, label, before, now, points, low, high, p_holm, state} of each theme, largest change first.

    before, now: shares of the rows with an analysis; points: their difference, all in 0…1. state: same unless the
    shares differ after Holm's correction over all these themes; else new or gone where the other job has no mention,
    up or down. Empty where a job has no analysis.
    """
    if not (now.analysed and before.analysed):
        return []
    rows = {key: (now.themes.get(key, 0), before.themes.get(key, 0)) for key in labels}
    differences = [share_difference(ours, now.analysed, theirs, before.analysed) for ours, theirs in rows.values()]
    table: list[dict[str, Any]] = [
        {
            "theme": key,
            "label": labels[key],
            "before": round(theirs / before.analysed, SHARE_DIGITS),
            "now": round(ours / now.analysed, SHARE_DIGITS),
            **{name: told[name] for name in ("points", "low", "high", "p_holm")},
            "state": _state(ours, theirs, difference.points) if told["differs"] else "same",
        }
        for (key, (ours, theirs)), difference, told in zip(
            rows.items(), differences, corrected(differences, SHARE_DIGITS), strict=True
        )
    ]
    return sorted(table, key=lambda entry: (-abs(entry["points"]), entry["theme"]))


def _state(now: int, before: int, points: float) -> str:
    if not (now and before):
        return "new" if now else "gone"
    return "up" if points > 0 else "down"
