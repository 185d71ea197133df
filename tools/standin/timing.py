"""How long a call takes: nothing, a fixed time, or a model's time to the first token and its speed after that."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """A call takes `first` seconds and `per_token` more for each output token."""

    first: float = 0.0
    per_token: float = 0.0

    @classmethod
    def parse(cls, text: str) -> "Timing":
        """Reads none, fixed:SECONDS and tokens:TTFT:SPEED; raises ValueError on anything else."""
        kind, *values = text.split(":")
        numbers = [float(value) for value in values]
        if all(math.isfinite(number) and number >= 0 for number in numbers):
            match kind, numbers:
                case "none", []:
                    return cls()
                case "fixed", [seconds]:
                    return cls(seconds)
                case "tokens", [first, speed] if speed > 0:
                    return cls(first, 1 / speed)
        raise ValueError(f"timing is none, fixed:SECONDS or tokens:TTFT:SPEED, not {text}")

    def seconds(self, tokens_out: int) -> float:
        return self.first + tokens_out * self.per_token
