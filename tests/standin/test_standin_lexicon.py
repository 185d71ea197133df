"""What the word lists make of plain comments."""

import pytest

from feedback.domain.models import EMOTIONS, Analysis, Polarity
from tests.standin.client import Asker

POSITIVE = (
    ("Great service, very friendly staff", "en"),
    ("I love it!", "en"),
    ("Not bad at all", "en"),
    ("No problems so far, everything works perfectly", "en"),
    ("They solved my problem in five minutes", "en"),
    ("The product is good but the support is even better", "en"),
    ("Highly recommended, I will buy again", "en"),
    ("Muy buen servicio, rápido y amable", "es"),
    ("Lo recomiendo", "es"),
    ("Excelente calidad, me encantó", "es"),
    ("No tengo ninguna queja", "es"),
    ("Sin problemas, todo perfecto", "es"),
    ("El precio es un poco alto pero la calidad es excelente", "es"),
    ("Volveré a comprar, vale la pena", "es"),
    ("Rapido y comodo, gracias", "es"),
)
NEGATIVE = (
    ("Delivery was late and nobody answered the phone", "en"),
    ("not good", "en"),
    ("Never again", "en"),
    ("I would not recommend this to anyone", "en"),
    ("The app crashes every time", "en"),
    ("It is not worth the money", "en"),
    ("Nice box, but the product arrived broken and support was useless", "en"),
    ("Too expensive, I will cancel my subscription", "en"),
    ("No lo recomiendo", "es"),
    ("Pésima atención, nunca más", "es"),
    ("El producto llegó roto y no me devuelven el dinero", "es"),
    ("No me gustó nada", "es"),
    ("Esperaba más, no vale la pena", "es"),
    ("La aplicación es muy lenta y se cierra", "es"),
    ("Llevo tres semanas esperando y nadie me contesta", "es"),
)


@pytest.fixture
def of(asker: Asker) -> dict[str, Analysis]:
    comments = [comment for comment, _ in POSITIVE + NEGATIVE]
    return dict(zip(comments, asker.analyses(*comments), strict=True))


def test_known_comments_have_the_expected_sign(of: dict[str, Analysis]) -> None:
    assert [comment for comment, _ in POSITIVE if of[comment].sentiment <= 0] == []
    assert [comment for comment, _ in NEGATIVE if of[comment].sentiment >= 0] == []


def test_english_and_spanish_are_told_apart(of: dict[str, Analysis]) -> None:
    assert [comment for comment, language in POSITIVE + NEGATIVE if of[comment].language != language] == []


def test_other_languages_are_guessed_or_left_open(asker: Asker) -> None:
    comments = (
        "O atendimento foi muito bom",
        "Le service est très rapide",
        "Die Lieferung war sehr spät",
        "很好",
        "123",
    )
    assert [analysis.language for analysis in asker.analyses(*comments)] == ["pt", "fr", "de", "zz", "zz"]


def test_a_negation_makes_another_comment(asker: Asker) -> None:
    plain, negated = asker.analyses("lo recomiendo", "no lo recomiendo")
    assert plain.sentiment > 0 > negated.sentiment
    assert plain.churn_risk < negated.churn_risk


def test_emoji_alone_have_a_mood(asker: Asker) -> None:
    good, bad = asker.analyses("👍", "😡")
    assert good.sentiment > 0 > bad.sentiment


def test_a_text_without_judgement_is_neutral(asker: Asker) -> None:
    for analysis in asker.analyses("I bought it on Monday", "Lo compré el lunes", ""):
        assert analysis.sentiment == 0
        assert not analysis.themes


def test_themes_are_named_with_the_mood_of_their_clause(asker: Asker) -> None:
    late, kind, mixed = asker.analyses(
        "Delivery was late and nobody answered the phone",
        "Muy buen servicio, rápido y amable",
        "Great product but delivery took forever",
    )
    assert {m.theme: m.polarity for m in late.themes} == {
        "delivery_time": Polarity.NEGATIVE,
        "support_speed": Polarity.NEGATIVE,
    }
    assert {m.theme for m in kind.themes} == {"support_quality", "staff"}
    assert {m.theme: m.polarity for m in mixed.themes} == {
        "product_quality": Polarity.POSITIVE,
        "delivery_time": Polarity.NEGATIVE,
    }


@pytest.mark.parametrize(
    ("comment", "emotion"),
    [
        ("Excellent, I am very happy", "satisfaction"),
        ("Still waiting, the app is slow and buggy", "frustration"),
        ("A scam, disgusting, they lied to me", "anger"),
        ("I trust them, honest and reliable", "trust"),
        ("Expected more, disappointing", "disappointment"),
        ("The instructions are confusing and unclear", "confusion"),
        ("Ojalá agreguen más opciones, me gustaría", "anticipation"),
    ],
)
def test_the_emotion_spoken_of_is_the_strongest(asker: Asker, comment: str, emotion: str) -> None:
    (analysis,) = asker.analyses(comment)
    strengths = dict(zip(EMOTIONS, analysis.emotions, strict=True))
    assert strengths[emotion] == max(strengths.values()) > 0


def test_who_threatens_to_leave_has_the_higher_churn_risk(asker: Asker) -> None:
    loyal, neutral, leaving = asker.analyses("Best ever, I will be back", "I bought it", "Never again, I cancel")
    assert loyal.churn_risk < neutral.churn_risk < leaving.churn_risk
