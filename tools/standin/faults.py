"""Faults on demand: what goes wrong, when and how often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

# In place of an answer, and another try may succeed.
PASSING = (
    *("status_408", "status_409", "status_500", "status_503", "rate_limit_429", "timeout_hang", "reset"),
    *("gateway_page", "html_page", "broken_document", "cut_reply"),
)
# In place of an answer, and no other try can succeed.
LASTING = ("status_400", "status_403", "bad_key", "insufficient_quota", "model_not_found")
REFUSING = PASSING + LASTING
# In single items of the answer.
DAMAGING = (
    *("missing_ids", "repeated_ids", "contradicted_ids", "swapped_ids", "unknown_ids", "counted_ids"),
    *("malformed_item", "lost_digit", "added_digit"),
)
# In the answer as a whole.
SPOILING = (
    *("cut_json", "not_json", "wrong_schema", "extra_text", "empty", "null_content", "null_message"),
    *("no_choices", "refusal", "content_filter"),
)
KINDS = REFUSING + DAMAGING + SPOILING


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. It strikes each `every`-th call that it concerns, but for the first `after` of them, `times` times in
    all (None: always).

    With `match` it concerns only calls that hold a comment with that text, and of their items only that comment's.
    Without it, `count` items are damaged. `seconds` ends a timeout_hang, after which the call is answered (None: it
    lasts until the client leaves); `retry_after` is what a rate_limit_429 asks for (None: nothing).
    """

    kind: str
    times: int | None = None
    every: int = 1
    after: int = 0
    match: str | None = None
    count: int = 1
    seconds: float | None = None
    retry_after: float | None = 1.0

    @classmethod
    def parse(cls, wish: dict[str, Any]) -> "Fault":
        """Reads a fault from JSON; raises ValueError with the reason."""
        names = {field.name for field in fields(cls)}
        if not isinstance(wish, dict) or "kind" not in wish or not names.issuperset(wish):
            raise ValueError(f"a fault has a kind and may have {', '.join(sorted(names - {'kind'}))}")
        fault = cls(**wish)
        if fault.kind not in KINDS:
            raise ValueError(f"no fault is called {fault.kind}; there are {', '.join(KINDS)}")
        if not isinstance(fault.match, str | None):
            raise ValueError("match is a part of a comment")  # noqa: TRY004
        if min(int(fault.every), int(fault.count)) < 1 or min(int(fault.after), int(fault.times or 0)) < 0:
            raise ValueError("every and count are at least 1, after and times at least 0")
        return fault

    def concerns(self, comments: Sequence[str]) -> bool:
        return self.match is None or any(self.match in comment for comment in comments)


class FaultPlan:
    """The faults in force, and how often each has been met and has struck."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self._faults = faults
        self._met: Counter[int] = Counter()
        self._struck: Counter[int] = Counter()

    def refusing(self, comments: Sequence[str]) -> Fault | None:
        """The fault that takes this call's answer away, if any: the first that is due. The later ones stay unused."""
        for place, fault in enumerate(self._faults):
            if fault.kind in REFUSING and self._due(place, comments):
                return fault
        return None

    def altering(self, comments: Sequence[str]) -> list[Fault]:
        """The faults that alter this call's answer: all that are due, in their order."""
        return [f for place, f in enumerate(self._faults) if f.kind not in REFUSING and self._due(place, comments)]

    def _due(self, place: int, comments: Sequence[str]) -> bool:
        fault = self._faults[place]
        if not fault.concerns(comments):
            return False
        self._met[place] += 1
        turn = self._met[place] - fault.after
        if turn < 1 or turn % fault.every or (fault.times is not None and self._struck[place] >= fault.times):
            return False
        self._struck[place] += 1
        return True
