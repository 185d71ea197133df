"""Agreement of judgements, and the rule that calls a size safe."""

import pytest

from feedback.domain.models import Analysis, Polarity, ThemeMention
from feedback_cli.evaluate.agreement import agreement
from feedback_cli.evaluate.intervals import Estimate, share
from feedback_cli.evaluate.judgement import Judgement
from feedback_cli.evaluate.tables import estimate, number
from feedback_cli.evaluate.verdict import Verdict, judge

NEGATIVE, NEUTRAL, POSITIVE = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE
NOTHING_LOST = share(0, 400)


def difference(value: float | None, low: float | None, high: float | None, n: int = 400) -> Estimate:
    return Estimate(value, low, high, n)


@pytest.mark.parametrize(
    ("lost", "fall", "verdict"),
    [
        (NOTHING_LOST, difference(0, 0, 0), Verdict.SAFE),
        (NOTHING_LOST, difference(-0.02, -0.05, 0.01), Verdict.SAFE),
        (NOTHING_LOST, difference(0.03, 0.01, 0.05), Verdict.SAFE),
        (share(2, 400), difference(0, 0, 0), Verdict.SAFE),
        (NOTHING_LOST, difference(-0.02, -0.06, 0.02), Verdict.TOO_FEW),
        (NOTHING_LOST, difference(-0.08, -0.2, -0.01), Verdict.TOO_FEW),
        (NOTHING_LOST, difference(-0.3, -0.4, -0.2), Verdict.NOT_SAFE),
        (NOTHING_LOST, difference(-0.3, -0.4, -0.2, n=30), Verdict.NOT_SAFE),
        (NOTHING_LOST, difference(0, 0, 0, n=99), Verdict.TOO_FEW),
        (NOTHING_LOST, difference(None, None, None), Verdict.TOO_FEW),
        (share(3, 400), difference(0, 0, 0), Verdict.TOO_FEW),
        (share(9, 400), difference(0, 0, 0), Verdict.NOT_SAFE),
        (share(400, 400), difference(None, None, None, n=0), Verdict.NOT_SAFE),
        (share(0, 0), difference(None, None, None, n=0), Verdict.TOO_FEW),
        (NOTHING_LOST, None, Verdict.SAFE),
        (share(9, 400), None, Verdict.NOT_SAFE),
    ],
)
def test_a_size_is_safe_not_safe_or_in_doubt(lost: Estimate, fall: Estimate | None, verdict: Verdict) -> None:
    assert judge(lost, fall).verdict is verdict


def test_an_analysis_is_a_judgement_with_class_scores_themes_and_language() -> None:
    emotions = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
    judged = Judgement.of(Analysis(-0.5, emotions, 0.9, (ThemeMention("price", NEGATIVE),), "es"))
    assert (judged.sentiment_class, judged.themes, judged.language) == (NEGATIVE, {"price": NEGATIVE}, "es")
    assert (judged.scores["sentiment"], judged.scores["emotion_anger"], judged.scores["churn_risk"]) == (-0.5, 0.3, 0.9)


def test_only_what_both_sides_say_is_compared() -> None:
    silent = Judgement()
    said = Judgement(POSITIVE, {"sentiment": 0.5}, {"price": POSITIVE}, "en")
    found = agreement([(silent, said), (said, silent), (said, said)])
    assert (found.accuracy.n, found.kappa.n, found.correlations["sentiment"].n) == (1, 1, 1)
    assert (found.themes.n, found.language.n, found.correlations["churn_risk"].n) == (1, 1, 0)


def test_themes_are_counted_over_all_comments_together() -> None:
    pairs = [
        (Judgement(themes={"price": NEGATIVE, "staff": POSITIVE}), Judgement(themes={"price": POSITIVE})),
        (Judgement(themes={"price": NEGATIVE}), Judgement(themes={"price": NEGATIVE, "returns": NEUTRAL})),
        (Judgement(themes={}), Judgement(themes={"staff": POSITIVE})),
    ]
    found = agreement(pairs).themes
    assert (found.precision, found.recall, found.f1) == (2 / 4, 2 / 3, 4 / 7)
    assert (found.polarity.value, found.polarity.n) == (0.5, 2)


def test_without_any_theme_nothing_is_divided() -> None:
    found = agreement([(Judgement(themes={}), Judgement(themes={}))]).themes
    assert (found.precision, found.recall, found.f1, found.polarity.value, found.n) == (None, None, None, None, 1)


def test_accuracy_and_kappa_are_those_of_the_classes_and_language_of_the_codes() -> None:
    classes = [(NEGATIVE, NEGATIVE), (NEGATIVE, NEUTRAL), (POSITIVE, POSITIVE), (POSITIVE, POSITIVE)]
    found = agreement([(Judgement(left, language="en"), Judgement(right, language="es")) for left, right in classes])
    # Observed 1; expected (2·1·0 + 2·1·1 + 2·2·4 + 2·1·4 + 2·1·1)/4 = 7.
    assert found.accuracy.value == 0.75
    assert found.kappa.value == pytest.approx(1 - 1 / 7)
    assert (found.language.value, found.language.n) == (0, 4)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Estimate(0.871, 0.8, 0.92, 5), "0.87 [0.80, 0.92]"),
        (Estimate(-0.1, -0.5, 0.3, 5), "−0.10 [−0.50, 0.30]"),
        (Estimate(1.0, None, None, 5), "1.00"),
        (Estimate(0.0, 0.0, 0.0, 5), "0.00"),
        (Estimate(None, None, None, 5), "–"),
    ],
)
def test_what_is_undefined_is_shown_as_a_dash(found: Estimate, shown: str) -> None:
    assert estimate(found) == shown


def test_a_figure_that_rounds_to_nothing_has_no_minus_sign() -> None:
    assert number(-0.001) == "0.00"
