#!/usr/bin/env bash
# Checks images, compose file and alarms as far as it goes without an engine: lints, holds compose against its schema, tests
# the alarms with promtool, lays each image out in a folder and runs its entry point and health check there as plain processes.
# Needs the jars of `mvn verify` (or of `mvn -Pcluster package -DskipTests`), Python 3.11 and a JDK.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/docker-check
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check -r docker/requirements.txt

"$tools/bin/hadolint" docker/Dockerfile
"$tools/bin/shellcheck" earwitness docker/assemble.sh docker/check.sh docker/bin/* .ci/run
"$tools/bin/check-jsonschema" --builtin-schema vendor.compose-spec docker/compose.yaml
"$tools/bin/python" docker/check_monitoring.py
"$tools/bin/python" docker/check_images.py
