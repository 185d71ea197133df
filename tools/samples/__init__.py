"""Survey files to try the product with: any number of rows, the same for the same seed."""

from tools.samples.rows import SampleRow, make_rows
from tools.samples.write import write_sample

__all__ = ["SampleRow", "make_rows", "write_sample"]
