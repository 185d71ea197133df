"""Named survey files, made by this code, and how each is to be read: what teams have, and what attackers send.

The same table is run through the reader (tests/unit/test_inputs.py) and through the deployed stack
(tests/integration/test_inputs_deployed.py).
"""

from tests.inputs.case import Case, Reads, Refused
from tests.inputs.columns import COLUMNS
from tests.inputs.comments import COMMENTS
from tests.inputs.encodings import ENCODINGS
from tests.inputs.formats import FORMATS
from tests.inputs.hostile import HOSTILE
from tests.inputs.layouts import LAYOUTS
from tests.inputs.ratings import RATINGS

CASES: dict[str, Case] = {}
for table in (FORMATS, ENCODINGS, LAYOUTS, COLUMNS, RATINGS, COMMENTS, HOSTILE):
    assert not CASES.keys() & table.keys()
    CASES |= table

__all__ = ["CASES", "Case", "Reads", "Refused"]
