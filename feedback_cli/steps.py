"""Long steps say what they do while they do it, and how long they took."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console

Remark = Callable[[str], None]
Step = Callable[[str], AbstractContextManager[Remark]]
"""A step of a long command, entered with the words that say what it does. It takes a remark on how it went."""


def steps_on(console: Console) -> Step:
    """One line a step: its words at its start, its seconds at its end, on a terminal and off it."""

    @contextmanager
    def step(words: str) -> Iterator[Remark]:
        console.print(f"feedback: {words} … ", end="", highlight=False, soft_wrap=True, markup=False)
        began, remarks = time.monotonic(), [""]
        try:
            yield remarks.append
        except BaseException:
            console.print("not done", highlight=False)
            raise
        console.print(f"{time.monotonic() - began:.1f} s{', '.join(remarks)}", highlight=False, soft_wrap=True)

    return step
