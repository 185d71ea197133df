"""Many threads that want the same thing: whoever is first in line asks for all who wait."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future


class Together[Question, Answer]:
    """Has questions from many threads answered by one caller at a time, all that wait at once.

    Where answering takes a round trip to a table, 16 callers then take two of them and not 16.
    """

    def __init__(self, answer: Callable[[Sequence[Question]], Sequence[Answer]]) -> None:
        self._answer = answer
        self._line = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[tuple[Question, Future[Answer]]] = []

    def ask(self, question: Question) -> Answer:
        """The answer, which comes in the order of the questions; an error in answering is raised for all of them."""
        future: Future[Answer] = Future()
        with self._guard:
            self._waiting.append((question, future))
        with self._line:
            if not future.done():  # nobody has taken it along
                self._answer_all()
        return future.result()

    def _answer_all(self) -> None:
        with self._guard:
            together, self._waiting = self._waiting, []
        try:
            answers = self._answer([question for question, _ in together])
        except BaseException as error:  # noqa: BLE001 - each of the threads raises it
            for _, future in together:
                future.set_exception(error)
            return
        for (_, future), answer in zip(together, answers, strict=True):
            future.set_result(answer)
