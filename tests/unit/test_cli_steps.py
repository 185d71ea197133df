"""A step says what it does at its start, and how long it took at its end, in one line."""

import io
import re

import pytest
from rich.console import Console

from feedback_cli.steps import steps_on


@pytest.mark.parametrize("terminal", [True, False])
def test_the_words_come_before_the_work_and_the_seconds_after(terminal: bool) -> None:
    out = io.StringIO()
    step = steps_on(Console(file=out, width=40, force_terminal=terminal, color_system=None))
    words = "building [template.yaml] with SAM, which is a long story"

    with step(words) as remark:
        before = out.getvalue()
        remark("with a remark")

    assert before == f"feedback: {words} … "
    assert re.fullmatch(re.escape(before) + r"\d+\.\d s, with a remark\n", out.getvalue())


def test_a_step_that_fails_ends_its_line() -> None:
    out = io.StringIO()

    with pytest.raises(KeyboardInterrupt), steps_on(Console(file=out))("deploying"):
        raise KeyboardInterrupt

    assert out.getvalue() == "feedback: deploying … not done\n"
