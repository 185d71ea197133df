"""Where the local cloud keeps its things. All of it is under .local/ and can be deleted."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("FEEDBACK_LOCAL_DIR", ROOT / ".local"))
VENV_BIN = ROOT / ".venv" / "bin"
MINISTACK_ENV = ROOT / ".local" / "ministack"
MINISTACK_LOCK = ROOT / "locks" / "ministack.txt"
STATE = LOCAL / "state.json"
LOGS = LOCAL / "logs"
BUILD = LOCAL / "build"
