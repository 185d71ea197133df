"""Charts: every mark stands where its number belongs, also at the ends, for one value and for many."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from feedback.adapters.report_html.axes import NPS_AXIS, Axis, around_zero, span
from feedback.adapters.report_html.chart_line import Point, line_chart
from feedback.adapters.report_html.charts import Dot, axis_row, dot_row, histogram, stacked_bar, step_row
from feedback.adapters.report_html.svg import element
from feedback.domain.wording.numbers import ENGLISH

scores = st.floats(-100, 100).map(lambda score: round(score, 2))


def places(markup: str, kind: str, name: str) -> list[float]:
    """The percentages of an attribute of all elements of a class."""
    found = re.findall(rf"<\w+ [^>]*class=\"{kind}[^>]*>", markup)
    return [float(re.findall(rf'{name}="(-?[\d.]+)%"', one)[0]) for one in found]


@given(st.lists(scores, max_size=9))
def test_an_axis_around_zero_is_even_and_holds_all_its_values(values: list[float]) -> None:
    axis = around_zero(values)

    assert axis.low == -axis.high
    assert all(axis.low <= value <= axis.high for value in values)
    assert 0 in axis.ticks
    assert 3 <= len(axis.ticks) <= 5
    assert axis.place(0) == pytest.approx(50)


@given(st.lists(scores, max_size=9))
def test_a_spanning_axis_is_even_holds_all_its_values_and_stays_within_the_scores(values: list[float]) -> None:
    axis = span(values)
    steps = {round(high - low, 6) for low, high in zip(axis.ticks, axis.ticks[1:], strict=False)}

    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)
    assert len(steps) == 1
    assert axis.low <= min(values, default=0)
    assert axis.high >= max(values, default=0)
    assert len(axis.ticks) <= 8
    if values and min(values) > -90 and max(values) < 90:
        assert axis.low >= -100
        assert axis.high <= 100


@pytest.mark.parametrize(("value", "place"), [(-100, 2.5), (0, 50), (100, 97.5), (50, 73.75), (-130, 2.5), (130, 97.5)])
def test_a_place_is_in_proportion_and_inside_the_chart(value: float, place: float) -> None:
    assert NPS_AXIS.place(value) == pytest.approx(place)


def test_a_dot_stands_between_the_ends_of_its_whisker_and_of_its_bounds() -> None:
    drawn = dot_row(NPS_AXIS, Dot(-50, -100, 0, worst=-100, best=20, tone="down"), "Impact", "−50")

    assert places(drawn, "dot down", "cx") == [26.25]
    assert (places(drawn, "whisker down", "x1"), places(drawn, "whisker down", "x2")) == ([2.5], [50])
    assert (places(drawn, "bounds", "x1"), places(drawn, "bounds", "x2")) == ([2.5], [59.5])
    assert len(places(drawn, "grid", "x1")) == 5


def test_what_is_not_known_is_not_drawn() -> None:
    drawn = dot_row(NPS_AXIS, Dot(None), "Impact", "–")
    alone = dot_row(NPS_AXIS, Dot(3.0, None, None, 3.0, 3.0, hollow=True), "Impact", "3")

    assert "circle" not in drawn
    assert "whisker" not in alone
    assert "bounds" not in alone
    assert 'class="dot hollow plain"' in alone


def test_an_axis_names_its_marks_in_figures() -> None:
    drawn = axis_row(Axis(-40, 40, (-40, 0, 40)), ENGLISH, "Points")

    assert re.findall(r">([^<>]+)</text>", drawn) == ["−40", "0", "40"]


def test_a_stacked_bar_is_as_long_as_its_parts_and_what_is_bad_is_hatched() -> None:
    drawn = stacked_bar([("up", 0.5), ("plain", 0.0), ("down", 0.5)], "Ratings", "5, 0, 5")

    assert (places(drawn, "part", "x"), places(drawn, "part", "width")) == ([0, 50], [50, 50])
    assert places(drawn, "hatched", "x") == [50]
    assert "part plain" not in drawn


def test_a_histograms_bars_are_as_high_as_their_counts_and_its_mean_is_marked() -> None:
    drawn = histogram([0, 10, 5, 0], 0.5, "Churn", "counts", height=44)
    heights = [float(one) for one in re.findall(r'height="([\d.]+)" class="count"', drawn)]

    assert heights == [0, 40, 20, 0]
    assert places(drawn, "mean", "x1") == [50]
    assert "mean" not in histogram([0, 0], None, "Churn", "none")


@pytest.mark.parametrize(("start", "end", "x", "width"), [(0, 50, 50, 23.75), (50, 0, 50, 23.75), (-6, -6, 47.15, 0.4)])
def test_a_step_reaches_from_its_start_to_its_end_and_is_seen_where_it_is_nothing(
    start: float, end: float, x: float, width: float
) -> None:
    drawn = step_row(NPS_AXIS, start, end, "up", "Mix", "50")

    assert (places(drawn, "step", "x"), places(drawn, "step", "width")) == ([x], [width])


def test_a_line_is_broken_where_a_period_has_no_ratings() -> None:
    points = [
        Point(f"P{at}", value, value, value) for at, value in enumerate((10.0, 20.0, None, 30.0, 40.0, None, 5.0))
    ]
    points[4] = Point("P4", None, None, None)
    drawn = line_chart(points, ENGLISH, "Over time", "text")

    assert drawn.count("<polyline") == 1
    assert len(re.findall(r'class="dot plain"', drawn)) == 4
    assert len(re.findall(r'class="whisker plain"', drawn)) == 2


@pytest.mark.parametrize(("count", "labels"), [(1, 1), (2, 2), (5, 5), (240, 8)])
def test_a_line_has_as_many_labels_as_find_room(count: int, labels: int) -> None:
    points = [Point(f"P {at:03}", 50.0, 40.0, 60.0) for at in range(count)]
    drawn = line_chart(points, ENGLISH, "Over time", "text")
    shown = re.findall(r">(P \d+)</text>", drawn)

    assert len(shown) == labels
    assert (shown[0], shown[-1]) == ("P 000", f"P {count - 1:03}")


@pytest.mark.parametrize("ends", [(100.0, 100.0, 100.0), (-100.0, -100.0, -100.0), (0.0, -100.0, 100.0)])
def test_a_line_at_the_ends_of_the_scale_stays_inside_the_chart(ends: tuple[float, float, float]) -> None:
    drawn = line_chart([Point("a", *ends), Point("b", *ends)], ENGLISH, "Over time", "text")
    heights = [
        float(y) for _, y in re.findall(r"([\d.]+),(-?[\d.]+)", " ".join(re.findall(r'points="([^"]+)"', drawn)))
    ]

    assert heights
    assert all(0 <= y <= 260 for y in heights)


def test_texts_and_attributes_of_an_element_are_escaped_and_markup_is_not() -> None:
    inner = element("title", "<b>&")
    made = element("text", inner, '"x"', class_='a"b', text_anchor="<")

    assert isinstance(made, Markup)
    assert made == '<text class="a&#34;b" text-anchor="&lt;"><title>&lt;b&gt;&amp;</title>&#34;x&#34;</text>'
