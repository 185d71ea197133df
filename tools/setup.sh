#!/usr/bin/env bash
# Makes the project's environment, .venv. Run by make; safe to repeat, and to end in the middle.
#   tools/setup.sh run    what `make run` needs: locks/run.txt
#   tools/setup.sh dev    also what tests and lint need: locks/project.txt, which has all of locks/run.txt
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-run}
case $level in
  run) lock=locks/run.txt ;;
  dev) lock=locks/project.txt ;;
  *) echo "setup: run or dev, not $level" >&2 && exit 2 ;;
esac

# A stamp holds what an environment was made of. One with everything will do for `make run` too.
is_ready() { sha256sum --check --status ".venv/.ready-$1" 2>/dev/null; }
if is_ready dev || { [ "$level" = run ] && is_ready run; }; then exit 0; fi

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

# step WORDS COMMAND: says what is done, then how long it took. What the command prints is shown only where it fails:
# on success it would be warnings about the user's own pip configuration.
step() {
  local words=$1 began=${EPOCHREALTIME/,/.} output
  shift
  printf 'setup: %s … ' "$words"
  if ! output=$("$@" 2>&1); then
    printf 'failed\n%s\n' "$output" >&2
    exit 1
  fi
  LC_ALL=C awk -v from="$began" -v to="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f s\n", to - from }'
}

python=$(find_python) || {
  echo "setup: Python 3.13 with its venv module is needed and was not found. Install it (for example 'pyenv install 3.13'," >&2
  echo "       or your system's python3.13 and python3.13-venv packages), or name it: make run PYTHON=/path/to/python3.13" >&2
  exit 1
}

make_venv() {
  rm -rf .venv
  "$python" -m venv .venv
}

uv_pin=$(grep -oE '^uv==[0-9.]+' locks/run.txt)
get_uv() { .venv/bin/python -m pip install --disable-pip-version-check "$uv_pin"; }

# Modules are compiled when they are first imported: compiling all of them here would take most of the time.
install_lock() {
  rm -f .venv/.ready-*
  .venv/bin/uv pip sync --quiet --python .venv/bin/python "$lock" &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

# pip is not whole where the making of .venv was cut off.
if ! .venv/bin/python -c 'import sys, pip._internal; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then
  step "making .venv with $("$python" --version)" make_venv
fi
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "${uv_pin#uv==}" ]; then
  step "getting uv, the installer" get_uv
fi
step "installing what $lock names" install_lock
sha256sum "$lock" pyproject.toml tools/setup.sh >".venv/.ready-$level"
