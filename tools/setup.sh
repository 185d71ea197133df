#!/usr/bin/env bash
# Makes the project's environment: .venv with everything locked in locks/project.txt. Run by make; safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."

# A 3.13 may be installed and yet not be on the path (pyenv keeps its versions aside).
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" "$(command -v python3.13 || true)" "$(command -v python3 || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13 "$HOME"/.local/share/uv/python/cpython-3.13*/bin/python3.13 \
    /usr/local/bin/python3.13 /usr/bin/python3.13 /opt/*/bin/python3.13; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    # Also a pyenv shim can be on the path and not run, so ask it.
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null || continue
    "$candidate" -c 'import os, sys; print(os.path.realpath(sys.executable))'
    return
  done
  return 1
}

python=$(find_python) || {
  echo "setup: Python 3.13 with its venv module is needed and was not found. Install it (for example 'pyenv install 3.13'," >&2
  echo "       or your system's python3.13 and python3.13-venv packages), or name it: make run PYTHON=/path/to/python3.13" >&2
  exit 1
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then
  rm -rf .venv
  echo "setup: making .venv with $("$python" --version)"
  "$python" -m venv .venv
fi
uv_pin=$(grep -oE '^uv==[0-9.]+' locks/project.txt)
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "${uv_pin#uv==}" ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "$uv_pin"
fi
echo "setup: installing what locks/project.txt names"
export VIRTUAL_ENV=$PWD/.venv
.venv/bin/uv pip sync --quiet --compile-bytecode locks/project.txt
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
sha256sum locks/project.txt pyproject.toml tools/setup.sh >.venv/.ready
