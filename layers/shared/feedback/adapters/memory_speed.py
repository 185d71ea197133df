"""What was learned of the speed of model calls, in this process."""

import threading

from feedback.domain.speed import CallSums, merged


class MemorySpeedStore:
    """SpeedStore on a dictionary. Safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sums: dict[str, CallSums] = {}

    def get(self, name: str) -> CallSums:
        return self._sums.get(name, CallSums())

    def add(self, name: str, sums: CallSums) -> None:
        with self._lock:
            self._sums[name] = merged(self.get(name), sums)
