"""Hypothesis strategies for the words of the product."""

from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import MAX_THEMES_PER_COMMENT
from feedback.domain.models import Analysis, Polarity, ThemeMention

LETTERS = "abcdefghijklmnopqrstuvwxyz"
any_text = st.text(st.characters(exclude_categories=()))
"""Any text, lone surrogates too."""

languages = st.text(LETTERS, min_size=2, max_size=2)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A code of the model, of any valid form."""
    numbers = draw(
        st.lists(st.integers(0, len(DEFAULT_CODEBOOK.themes) - 1), max_size=MAX_THEMES_PER_COMMENT, unique=True)
    )
    themes = "".join(f"{number:02d}{draw(st.integers(1, 3))}" for number in numbers)
    return f"{draw(st.integers(1, 9))}{draw(st.integers(0, 99_999_999)):08d}{themes}{draw(languages)}"


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Any valid analysis, between the steps of the code too."""
    themes = draw(st.lists(st.sampled_from(DEFAULT_CODEBOOK.themes), max_size=MAX_THEMES_PER_COMMENT, unique=True))
    return Analysis(
        sentiment=draw(st.floats(-1, 1)),
        emotions=tuple(draw(st.lists(st.floats(0, 1), min_size=7, max_size=7))),
        churn_risk=draw(st.floats(0, 1)),
        themes=tuple(ThemeMention(theme.key, draw(st.sampled_from(Polarity))) for theme in themes),
        language=draw(languages),
    )
