#!/usr/bin/env bash
# Lints and tests the training package in an environment of its own, made on first use and whenever its libraries change.
set -euo pipefail
cd "$(dirname "$0")"

if [[ ! .venv/installed -nt pyproject.toml ]]; then
  echo "Making training/.venv (a few minutes the first time)" >&2
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -e '.[test]'
  touch .venv/installed
fi
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/pytest --quiet "$@"
