"""What the server has seen, for tests and benchmarks. Numbers only: no comment's text is kept."""

import time
from collections import Counter
from typing import Any

from tools.standin.documents import Counted


class Stats:
    def __init__(self) -> None:
        self._in_flight = 0
        self.reset()

    def reset(self) -> None:
        """Forget everything but the calls that are in flight now."""
        self.calls = self.answered = self.tokens_in = self.tokens_out = self.rate_limited = self.comments = 0
        self.tokens_cached = self.tokens_written = 0
        self.faults: Counter[str] = Counter()
        self._most_at_once = self._in_flight
        self._by_second: Counter[int] = Counter()

    def arrived(self) -> None:
        self.calls += 1
        self._in_flight += 1
        self._most_at_once = max(self._most_at_once, self._in_flight)
        self._by_second[int(time.time())] += 1

    def left(self) -> None:
        self._in_flight -= 1

    def answer(self, counted: Counted, comments: int) -> None:
        self.answered += 1
        self.tokens_in += counted.tokens_in
        self.tokens_out += counted.tokens_out
        self.tokens_cached += counted.cached
        self.tokens_written += counted.written
        self.comments += comments

    def document(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "answered": self.answered,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "tokens_cached": self.tokens_cached,
            "tokens_written": self.tokens_written,
            "rate_limited": self.rate_limited,
            "faults": dict(self.faults),
            "most_at_once": self._most_at_once,
            "in_flight": self._in_flight,
            "requests_by_second": sorted([second, count] for second, count in self._by_second.items()),
            "comments": self.comments,
        }
