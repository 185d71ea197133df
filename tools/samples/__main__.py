"""python -m tools.samples --rows 850 --seed 7 --out survey.xlsx"""

import argparse
from pathlib import Path

from tools.samples.labels import write_labelled
from tools.samples.rows import LANGUAGES
from tools.samples.write import write_sample


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.samples", description="Write a survey file with made-up answers."
    )
    parser.add_argument("--rows", type=int, default=850, help="number of answers (default: 850)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same answers (default: 7)")
    parser.add_argument("--lang", choices=list(LANGUAGES), default="both", help="language of the comments")
    parser.add_argument("--labels", action="store_true", help="comments with labels, for `feedback evaluate`")
    parser.add_argument("--out", type=Path, required=True, help="file to write, .xlsx or .csv")
    given = parser.parse_args()
    if given.rows < 1:
        parser.error("--rows must be 1 or more")
    if given.out.suffix.lower() not in {".csv", ".xlsx"}:
        parser.error("--out must end in .xlsx or .csv")
    if given.labels and given.lang != "both":
        parser.error("--labels writes comments in both languages")
    if given.labels:
        write_labelled(given.out, given.rows, given.seed)
    else:
        write_sample(given.out, given.rows, given.seed, given.lang)


if __name__ == "__main__":
    main()
