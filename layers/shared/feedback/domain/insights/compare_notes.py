"""What a reader has to know of two jobs before comparing them, in English and Spanish."""

from collections.abc import Iterator, Sequence

from feedback.domain.insights.earlier import Results
from feedback.domain.options import Lang

NOTES: dict[Lang, dict[str, str]] = {
    Lang.ENGLISH: {
        "same_job": "The job is compared with itself.",
        "no_ratings": "One of the two jobs has no ratings, so the change of NPS is unknown.",
        "no_analyses": "One of the two jobs has no analysed comments, so themes are not compared.",
        "rating_scale": "The ratings of the earlier job were given on the scale {before}, now on {now}: a change of NPS"
        " may come from that alone.",
        "codebook_version": "The earlier job used another version of the codebook ({before}, now {now}): themes are"
        " matched by their keys, whose meaning may have changed.",
        "only_before": "Not compared, since the codebook no longer has them: {themes}.",
        "only_now": "Not compared, since the results of the earlier job do not name them: {themes}.",
        "model": "The earlier job was analysed by another model ({before}, now {now}): themes may differ for that"
        " reason.",
        "prompt_version": "The earlier job was analysed with another prompt (version {before}, now {now}): themes may"
        " differ for that reason.",
        "stand_in": "One of the two jobs was analysed by the model stand-in from word lists: differences between their"
        " themes say nothing of the customers.",
    },
    Lang.SPANISH: {
        "same_job": "El trabajo se compara consigo mismo.",
        "no_ratings": "Uno de los dos trabajos no tiene notas, así que no se conoce el cambio del NPS.",
        "no_analyses": "Uno de los dos trabajos no tiene comentarios analizados, así que no se comparan los temas.",
        "rating_scale": "Las notas del trabajo anterior se dieron en la escala {before}, ahora en {now}: un cambio del"
        " NPS puede venir solo de eso.",
        "codebook_version": "El trabajo anterior usó otra versión del libro de códigos ({before}, ahora {now}): los"
        " temas se emparejan por sus claves, cuyo significado puede haber cambiado.",
        "only_before": "No se comparan, porque el libro de códigos ya no los tiene: {themes}.",
        "only_now": "No se comparan, porque los resultados del trabajo anterior no los nombran: {themes}.",
        "model": "El trabajo anterior fue analizado por otro modelo ({before}, ahora {now}): los temas pueden diferir"
        " por ese motivo.",
        "prompt_version": "El trabajo anterior fue analizado con otra instrucción (versión {before}, ahora {now}): los"
        " temas pueden diferir por ese motivo.",
        "stand_in": "Uno de los dos trabajos fue analizado por el sustituto del modelo a partir de listas de palabras:"
        " las diferencias entre sus temas no dicen nada de los clientes.",
    },
}


def notes(now: Results, before: Results, only_now: Sequence[str], only_before: Sequence[str], lang: Lang) -> list[str]:
    """Sentences on all that differs between the two jobs but the customers; only_…: labels of themes not compared."""
    return [NOTES[lang][key].format(**values) for key, values in _found(now, before, only_now, only_before)]


def _found(
    now: Results, before: Results, only_now: Sequence[str], only_before: Sequence[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    if now.job == before.job:
        yield "same_job", {}
    if not (now.counts.n and before.counts.n):
        yield "no_ratings", {}
    if not (now.analysed and before.analysed):
        yield "no_analyses", {}
    if now.rating_scale and before.rating_scale and now.rating_scale != before.rating_scale:
        yield "rating_scale", {"before": before.rating_scale, "now": now.rating_scale}
    if now.stand_in != before.stand_in:
        yield "stand_in", {}
    for name in ("model", "prompt_version", "codebook_version"):
        ours, theirs = getattr(now, name), getattr(before, name)
        if ours != theirs:
            yield name, {"before": theirs, "now": ours}
    for name, labels in (("only_before", only_before), ("only_now", only_now)):
        if labels:
            yield name, {"themes": ", ".join(labels)}
