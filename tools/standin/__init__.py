"""The model stand-in: an OpenAI-compatible server on loopback that answers from a word list.

It lets the whole product run, and be tested and timed, where there is no key and no network. All it answers carries the
system_fingerprint "feedback-stand-in", so that no result made with it passes for a model's.
"""

from tools.standin.documents import FINGERPRINT
from tools.standin.server import StandIn

__all__ = ["FINGERPRINT", "StandIn"]
