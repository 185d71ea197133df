"""Who asks for which comments, in this process."""

from collections.abc import Collection


class MemoryCommentLeases:
    """CommentLeases."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, frozenset[str]]] = {}

    def announce(self, job_id: str, keys: Collection[str], now: int) -> None:
        self._told[job_id] = (now, frozenset(keys))

    def held(self, job_id: str, keys: Collection[str], others: Collection[str], now: int) -> dict[str, str]:
        before = sorted((self._told[other][0], other) for other in others if other in self._told and other != job_id)
        found: dict[str, str] = {}
        for at, other in before:
            if (at, other) < (now, job_id):
                found |= {key: other for key in keys if key in self._told[other][1] and key not in found}
        return found
