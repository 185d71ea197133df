"""Hypothesis strategies for the words of the product."""

from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import MAX_PAIN_POINT, MAX_THEMES_PER_COMMENT
from feedback.domain.models import Analysis, Polarity, ThemeMention

LETTERS = "abcdefghijklmnopqrstuvwxyz"
any_text = st.text(st.characters(exclude_categories=()))
"""Any text, lone surrogates too."""

languages = st.text(LETTERS, min_size=2, max_size=2)
pain_points = (
    st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\"\\' 🙂ñ非ש"), max_size=MAX_PAIN_POINT)
    .map(str.strip)
    .filter(bool)
)
mentions = st.lists(
    st.builds(ThemeMention, st.sampled_from(sorted(DEFAULT_CODEBOOK.positions)), st.sampled_from(Polarity)),
    max_size=MAX_THEMES_PER_COMMENT,
    unique_by=lambda mention: mention.theme,
).map(tuple)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A code of the model, of any valid form, without a pain point."""
    numbers = draw(
        st.lists(st.integers(0, len(DEFAULT_CODEBOOK.themes) - 1), max_size=MAX_THEMES_PER_COMMENT, unique=True)
    )
    themes = "".join(f"{number:02d}{draw(st.integers(1, 3))}" for number in numbers)
    return f"{draw(st.integers(1, 9))}{draw(st.integers(0, 99_999_999)):08d}{themes}{draw(languages)}"


def _analyses(sentiments: st.SearchStrategy[float], scores: st.SearchStrategy[float]) -> st.SearchStrategy[Analysis]:
    emotions = st.lists(scores, min_size=7, max_size=7).map(tuple)
    return st.builds(Analysis, sentiments, emotions, scores, mentions, languages, st.none() | pain_points)


analyses = _analyses(st.floats(-1, 1), st.floats(0, 1))
"""Any valid analysis, between the steps of the code too."""

coded_analyses = _analyses(
    st.integers(-4, 4).map(lambda step: step / 4), st.integers(0, 9).map(lambda step: round(step / 9, 3))
)
"""Any analysis that a code says exactly."""
