"""What the server does, as one value: it starts with one, and /control puts another in its place."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

from tools.standin.faults import Fault
from tools.standin.timing import Timing


@dataclass(frozen=True, slots=True)
class Config:
    """rps and tpm are limits, 0 for none; seed chooses which items a fault without a match damages.

    prompt_cache: long prompts are cached, and answers tell what was read and written; service_tier: what answers name
    as the tier that served them, "" for none. unknown: fields of a request that are refused, as by an endpoint that has
    never heard of them.
    """

    timing: Timing = field(default_factory=Timing)
    rps: float = 0.0
    tpm: float = 0.0
    faults: tuple[Fault, ...] = ()
    seed: int = 0
    prompt_cache: bool = False
    service_tier: str = ""
    unknown: tuple[str, ...] = ()

    def changed(self, wish: dict[str, Any]) -> "Config":
        """This with the named settings changed and the others kept; raises ValueError with the reason for a bad one."""
        values: dict[str, Any] = {}
        for name, value in wish.items():
            match name:
                case "timing":
                    values[name] = Timing.parse(str(value))
                case "rps" | "tpm":
                    values[name] = _rate(name, value)
                case "faults":
                    values[name] = tuple(Fault.parse(fault) for fault in value)
                case "seed":
                    values[name] = int(value)
                case "prompt_cache" if isinstance(value, bool):
                    values[name] = value
                case "service_tier" if isinstance(value, str):
                    values[name] = value
                case "unknown":
                    values[name] = tuple(map(str, value))
                case _:
                    raise ValueError(
                        f"no setting is called {name} and takes this value; there are timing, rps, tpm, faults, seed,"
                        " prompt_cache (true or false), service_tier and unknown"
                    )
        return replace(self, **values)


def _rate(name: str, value: Any) -> float:
    rate = float(value)
    if not math.isfinite(rate) or rate < 0:
        raise ValueError(f"{name} is a number from 0, where 0 means no limit")
    return rate
