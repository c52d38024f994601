#!/bin/sh
# Make the virtual environment named by the first argument from requirements.lock:
# with uv where it can be had (seconds), with pip alone otherwise (a minute).
set -eu
venv=$1
python=${PYTHON:-python3}
command -v "$python" >/dev/null || { echo "Python 3.11 or newer is needed; $python was not found. Say which to use: make PYTHON=/path/to/python3.12" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; this is $("$python" --version). Say which to use: make PYTHON=python3.12" >&2
  exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || {
  echo "The virtual environment could not be made. On Debian: apt install python3-venv" >&2
  exit 1
}
echo "Installing into $venv"
if [ -x "$venv/bin/uv" ] || "$venv/bin/python" -m pip install -q uv 2>/dev/null; then
  "$venv/bin/uv" pip install -q --python "$venv/bin/python" --compile-bytecode -r requirements.lock
  "$venv/bin/uv" pip install -q --python "$venv/bin/python" --no-deps -e .
else
  "$venv/bin/python" -m pip install -q -r requirements.lock
  "$venv/bin/python" -m pip install -q --no-deps -e .
fi
