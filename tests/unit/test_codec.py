"""codec: an analysis and its code say the same."""

from dataclasses import replace

import pytest
from hypothesis import given

from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codec import MAX_PAIN_POINT, decode, encode, has_form, is_pain_point, is_readable
from feedback.domain.errors import MalformedAnswerError
from feedback.domain.models import Analysis, Polarity, ThemeMention
from tests.builders import GOOD_CODE
from tests.unit.strategies import analyses, any_text, coded_analyses, codes, pain_points

GOOD = Analysis(
    sentiment=1.0,
    emotions=(0.889, 0.0, 0.0, 0.778, 0.0, 0.0, 0.111),
    churn_risk=0.111,
    themes=(
        ThemeMention("support_speed", Polarity.POSITIVE),
        ThemeMention("price", Polarity.POSITIVE),
    ),
    language="es",
)


def test_a_code_says_what_its_digits_say() -> None:
    assert decode(GOOD_CODE, DEFAULT_CODEBOOK) == GOOD


def test_an_analysis_has_the_code_it_came_from() -> None:
    assert encode(GOOD, DEFAULT_CODEBOOK) == GOOD_CODE


@pytest.mark.parametrize(("digit", "sentiment"), [(1, -1.0), (3, -0.5), (5, 0.0), (7, 0.5), (9, 1.0)])
def test_sentiment_runs_from_minus_one_to_one_with_five_as_neutral(digit: int, sentiment: float) -> None:
    assert decode(f"{digit}00000000en", DEFAULT_CODEBOOK).sentiment == sentiment


@pytest.mark.parametrize(("digit", "polarity"), [(1, Polarity.NEGATIVE), (2, Polarity.NEUTRAL), (3, Polarity.POSITIVE)])
def test_a_theme_has_its_position_in_the_codebook_and_its_polarity(digit: int, polarity: Polarity) -> None:
    assert decode(f"50000000006{digit}en", DEFAULT_CODEBOOK).themes == (ThemeMention("price", polarity),)


@given(codes())
def test_decoding_and_encoding_again_gives_the_same_code(code: str) -> None:
    assert encode(decode(code, DEFAULT_CODEBOOK), DEFAULT_CODEBOOK) == code


@given(coded_analyses)
def test_an_analysis_on_the_steps_of_the_code_encodes_and_decodes_to_itself(analysis: Analysis) -> None:
    assert decode(encode(analysis, DEFAULT_CODEBOOK), DEFAULT_CODEBOOK) == analysis


@given(analyses)
def test_encoding_rounds_each_value_to_its_nearest_step_and_keeps_the_rest(analysis: Analysis) -> None:
    found = decode(encode(analysis, DEFAULT_CODEBOOK), DEFAULT_CODEBOOK)

    assert abs(found.sentiment - analysis.sentiment) <= 1 / 8 + 1e-9
    for value, original in zip(found.emotions, analysis.emotions, strict=True):
        assert abs(value - original) <= 1 / 18 + 0.001
    assert abs(found.churn_risk - analysis.churn_risk) <= 1 / 18 + 0.001
    assert (found.themes, found.language, found.pain_point) == (analysis.themes, analysis.language, analysis.pain_point)


@given(codes())
def test_every_value_of_a_decoded_code_is_in_its_range(code: str) -> None:
    found = decode(code, DEFAULT_CODEBOOK)

    assert -1 <= found.sentiment <= 1
    assert all(0 <= value <= 1 for value in (*found.emotions, found.churn_risk))
    assert len(found.emotions) == 7


@pytest.mark.parametrize(
    "code",
    [
        "",
        "980070011",  # no language
        "080070011en",  # sentiment 0
        "98007001en",  # a digit short
        "9800700111en",  # a digit too many
        "980070011150en",  # polarity 0
        "980070011154en",  # polarity 4
        "980070011153153en",  # a theme twice
        "980070011153151en",  # a theme twice, with two polarities
        "980070011263en",  # a theme the codebook lacks
        "980070011001011021031en",  # four themes
        "980070011EN",
        "980070011e",
        "980070011eng",
        " 980070011en",
        "980070011en\n",
        "٩٨٠٠٧٠٠١١en",
        "980070011ñé",
        "980070011en ",  # no pain point after the space
        "980070011en  late",
        "980070011en late ",
        "980070011enlate",
        "980070011en too\nlate",
        "980070011en too\x85late",
        "980070011en late\ud83d",
        "980070011en " + "x" * (MAX_PAIN_POINT + 1),
    ],
)
def test_a_code_of_another_form_is_refused(code: str) -> None:
    with pytest.raises(MalformedAnswerError):
        decode(code, DEFAULT_CODEBOOK)
    assert not is_readable(code, DEFAULT_CODEBOOK)


@given(any_text | pain_points.map(lambda text: f"{GOOD_CODE} {text}"))
def test_the_form_of_a_code_is_judged_as_decoding_does(code: str) -> None:
    many = Codebook(tuple(Theme(f"t{n}", "x", "x") for n in range(80)))

    assert has_form(code) == is_readable(code, many)


@given(any_text)
def test_a_code_holds_any_pain_point_of_the_agreed_form_and_no_other(text: str) -> None:
    said = replace(GOOD, pain_point=text)

    if is_pain_point(text):
        assert decode(encode(said, DEFAULT_CODEBOOK), DEFAULT_CODEBOOK) == said
    else:
        with pytest.raises(ValueError, match="pain point"):
            encode(said, DEFAULT_CODEBOOK)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("x", True),
        ("x" * MAX_PAIN_POINT, True),
        ("x" * (MAX_PAIN_POINT + 1), False),
        ('"It\'s \\ late", she said 🙂', True),
        ("送货太慢", True),
        ("12 days", True),
        ("", False),
        (" ", False),
        (" late", False),
        ("late\u00a0", False),
        ("too\nlate", False),
        ("too\x7flate", False),
        ("late\udc00", False),
    ],
)
def test_a_pain_point_has_up_to_160_characters_and_no_control_nor_space_around(text: str, fits: bool) -> None:
    assert is_pain_point(text) == fits


def test_which_themes_are_known_depends_on_the_codebook() -> None:
    small = Codebook((Theme("only", "Only", "Solo"),))

    assert decode("500000000003en", small).themes == (ThemeMention("only", Polarity.POSITIVE),)
    with pytest.raises(MalformedAnswerError):
        decode("500000000013en", small)


@pytest.mark.parametrize(
    "broken",
    [
        replace(GOOD, emotions=(0.5,) * 6),
        replace(GOOD, emotions=(0.5,) * 8),
        replace(GOOD, emotions=(0.5,) * 6 + (1.06,)),
        replace(GOOD, emotions=(0.5,) * 6 + (float("nan"),)),
        replace(GOOD, sentiment=1.2),
        replace(GOOD, sentiment=float("inf")),
        replace(GOOD, churn_risk=-0.1),
        replace(GOOD, themes=tuple(ThemeMention(t.key, Polarity.NEUTRAL) for t in DEFAULT_CODEBOOK.themes[:4])),
        replace(GOOD, themes=GOOD.themes[:1] * 2),
        replace(GOOD, themes=(ThemeMention("no_such_theme", Polarity.NEUTRAL),)),
        replace(GOOD, language="EN"),
        replace(GOOD, language="eng"),
        replace(GOOD, language=""),
        replace(GOOD, language="en late"),
        replace(GOOD, themes=(), language="153en"),
    ],
)
def test_what_is_not_an_analysis_has_no_code(broken: Analysis) -> None:
    with pytest.raises(ValueError, match=r"an analysis has|not in the codebook|have no code"):
        encode(broken, DEFAULT_CODEBOOK)
