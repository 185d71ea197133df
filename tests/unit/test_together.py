"""Together: many threads' questions are answered by one at a time, all that wait at once, and each gets its own."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from feedback.domain.together import Together


class Squares:
    """Answers with squares. The first time it waits to be let go on; 13 can not be answered."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.first = threading.Event()
        self.go_on = threading.Event()
        self.together = Together(self.answer)

    def answer(self, numbers: Sequence[int]) -> list[int]:
        self.asked.append(list(numbers))
        if not self.first.is_set():
            self.first.set()
            assert self.go_on.wait(10)
        if 13 in numbers:
            raise ValueError("13")
        return [number * number for number in numbers]


def in_line(squares: Squares, numbers: Sequence[int], pool: ThreadPoolExecutor) -> list[int | str]:
    """What each of the questions came to, all asked while the first one was being answered."""
    first = pool.submit(squares.together.ask, 1)
    assert squares.first.wait(10)
    others = [pool.submit(squares.together.ask, number) for number in numbers]
    while len(squares.together._waiting) < len(numbers):
        assert not any(other.done() for other in others)
    squares.go_on.set()
    found: list[int | str] = [first.result(10)]
    for other in others:
        error = other.exception(10)
        found.append(str(error) if error else other.result())
    return found


def test_those_who_wait_are_answered_at_once_each_with_its_own() -> None:
    squares = Squares()

    with ThreadPoolExecutor(6) as pool:
        assert in_line(squares, [2, 3, 4, 5, 6], pool) == [1, 4, 9, 16, 25, 36]

    assert [sorted(asked) for asked in squares.asked] == [[1], [2, 3, 4, 5, 6]]


def test_an_error_is_raised_for_all_that_were_asked_with_it_and_not_for_later_ones() -> None:
    squares = Squares()

    with ThreadPoolExecutor(3) as pool:
        assert in_line(squares, [2, 13], pool) == [1, "13", "13"]

    assert squares.together.ask(2) == 4
    with pytest.raises(ValueError, match="13"):
        squares.together.ask(13)


def test_one_thread_alone_is_answered_each_time() -> None:
    squares = Squares()
    squares.go_on.set()

    assert [squares.together.ask(number) for number in (2, 3)] == [4, 9]
    assert squares.asked == [[2], [3]]
