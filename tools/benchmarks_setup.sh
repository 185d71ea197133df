#!/usr/bin/env bash
# Makes .venv-benchmarks: the libraries that the benchmarks measure beside the product, as locked in locks/benchmarks.txt,
# and the tokenizer's vocabulary. Needs .venv (make setup-dev); safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! sha256sum --check --status .venv-benchmarks/.ready 2>/dev/null; then
  .venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv-benchmarks
  .venv/bin/uv pip sync --quiet --compile-bytecode --python .venv-benchmarks/bin/python locks/benchmarks.txt
  sha256sum locks/benchmarks.txt tools/benchmarks_setup.sh >.venv-benchmarks/.ready
fi
