"""codebook: a closed list whose version changes with everything that changes its meaning."""

from dataclasses import replace

import pytest

from feedback.domain.codebook import DEFAULT_CODEBOOK, MAX_THEMES, Codebook, Theme

THEMES = tuple(Theme(f"theme_{n}", f"Theme {n}", f"Tema {n}") for n in range(MAX_THEMES + 1))


@pytest.mark.parametrize("count", [1, MAX_THEMES])
def test_a_codebook_holds_1_to_80_themes(count: int) -> None:
    assert Codebook(THEMES[:count]).positions == {theme.key: n for n, theme in enumerate(THEMES[:count])}


@pytest.mark.parametrize("themes", [(), THEMES, (THEMES[0], replace(THEMES[1], key="theme_0"))])
def test_an_empty_a_too_long_and_an_ambiguous_codebook_are_refused(themes: tuple[Theme, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 80 themes with different keys"):
        Codebook(themes)


@pytest.mark.parametrize(
    "other",
    [
        (THEMES[1], THEMES[0]),
        (THEMES[0], THEMES[2]),
        THEMES[:3],
        (THEMES[0], replace(THEMES[1], label_en="Other")),
        (THEMES[0], replace(THEMES[1], label_es="Otro")),
    ],
)
def test_another_order_key_or_label_is_another_version(other: tuple[Theme, ...]) -> None:
    assert Codebook(other).version != Codebook(THEMES[:2]).version
    assert Codebook(THEMES[:2]).version == Codebook(THEMES[:2]).version


def test_every_theme_of_the_default_codebook_has_a_label_in_both_languages() -> None:
    assert all(theme.label_en and theme.label_es for theme in DEFAULT_CODEBOOK.themes)
