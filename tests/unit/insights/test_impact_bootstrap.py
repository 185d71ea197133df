"""impact: its interval is that of a bootstrap which draws rows one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from feedback.domain.insights.impact import RESAMPLES, Impacts, impacts
from tests.unit.insights.frames import CODEBOOK, FAILED, KEYS, Row, about, made

REFERENCE = 20_000
ENDS = (0.025, 0.975)


def a_survey(seed: int, size: int) -> list[Row]:
    """Ratings that depend on the themes; app is mentioned by few, staff by most."""
    rng = np.random.default_rng(seed)
    some = []
    for _ in range(size):
        keys = [key for key, often in zip(KEYS, (0.3, 0.8, 0.4, 0.15), strict=True) if rng.random() < often][:3]
        worse, better = "price" in keys, "staff" in keys
        some.append(Row(int(np.clip(rng.normal(7.5 - 3 * worse + 1.5 * better, 2.5), 0, 10)), about(*keys)))
    return some


def row_by_row(some: list[Row], key: str) -> NDArray[np.float64]:
    """Impacts of a theme in resamples of the rows, each drawn as a list of rows; those without an impact left out."""
    rng = np.random.default_rng(5)
    values = np.array(
        [(1 if row.rating >= 9 else 0 if row.rating >= 7 else -1) for row in some if row.rating is not None]
    )
    mentions = np.array([key in dict(row.themes) for row in some])
    found = []
    for _ in range(REFERENCE):
        drawn = rng.integers(0, len(some), len(some))
        rest = values[drawn][~mentions[drawn]]
        if 0 < len(rest) < len(some):
            found.append(100 * (values[drawn].mean() - rest.mean()))
    return np.array(found)


@pytest.mark.parametrize(("seed", "size"), [(1, 40), (2, 60), (3, 150)])
@pytest.mark.parametrize("key", KEYS)
def test_the_interval_is_that_of_rows_drawn_one_by_one(seed: int, size: int, key: str) -> None:
    some = a_survey(seed, size)
    ours, reference = impacts(made(some).frame).entry(KEYS.index(key)), row_by_row(some, key)

    for name, share in zip(("low", "high"), ENDS, strict=True):
        end = ours[name]
        assert end is not None
        # Of 1,000 resamples the share below a quantile varies by √(p(1 − p)/1000); ties and rounding widen the step.
        error = 4 * (share * (1 - share) / RESAMPLES) ** 0.5
        assert np.mean(reference < end - 0.01) < share + error
        assert np.mean(reference <= end + 0.01) > share - error


def test_rows_that_all_rate_alike_have_an_interval_of_zero_width() -> None:
    found = impacts(made([Row(9, about("price"))] * 9 + [Row(10)] * 9).frame).entry(0)

    assert (found["points"], found["low"], found["high"]) == (0.0, 0.0, 0.0)


def test_an_interval_does_not_depend_on_which_other_themes_there_are() -> None:
    some = a_survey(4, 80)
    alone = [Row(row.rating, tuple(theme for theme in row.themes if theme[0] == "speed")) for row in some]
    at = KEYS.index("speed")

    assert impacts(made(some).frame).entry(at) == impacts(made(alone).frame).entry(at)


def test_an_interval_does_not_depend_on_failed_rows() -> None:
    some = a_survey(4, 80)
    one, other = (impacts(made(every).frame) for every in (some, [*some, *[Row(0, state=FAILED)] * 20]))

    def ends(found: Impacts) -> list[list[float]]:
        return [found.points.tolist(), found.low.tolist(), found.high.tolist()]

    assert ends(one) == ends(other)


def test_the_same_survey_always_has_the_same_interval() -> None:
    frame = made(a_survey(6, 50)).frame

    assert [impacts(frame).entry(at) for at in range(len(CODEBOOK.themes))] == [
        impacts(frame).entry(at) for at in range(len(CODEBOOK.themes))
    ]
