"""What was learned of the speed of model calls and of jobs, in this process."""

import threading

from feedback.domain.line import LineSums
from feedback.domain.speed import MOST_JOBS, CallSums, merged


class MemorySpeedStore:
    """SpeedStore on a dictionary. Safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[str, CallSums] = {}
        self._beside = LineSums()

    def get(self, name: str) -> CallSums:
        return self._calls.get(name, CallSums())

    def add(self, name: str, sums: CallSums) -> None:
        with self._lock:
            self._calls[name] = merged(self.get(name), sums)

    def beside(self) -> LineSums:
        return self._beside

    def add_beside(self, sums: LineSums) -> None:
        with self._lock:
            self._beside = self._beside.merged(sums, MOST_JOBS)
