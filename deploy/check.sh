#!/usr/bin/env bash
# Builds base and overlays with kustomize and holds every resource against its definition, strictly.
#   deploy/check.sh            check
#   deploy/check.sh --render   only build, for `mvn verify -pl deploy-tests` to look at
#   deploy/check.sh --write    copy the alarms and the settings of logging from docker/config first
# Wants kustomize, or Go to build it with; without both only the base's files are checked, by `mvn verify -pl deploy-tests`.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/deploy-check
mkdir -p "$tools/rendered"

if [ "${1:-}" = --write ]; then
  {
    sed -n '1,/^spec:$/p' deploy/base/alarms.yaml
    sed -e '1d' -e 's/^\(.\)/  \1/' docker/config/prometheus/rules/earwitness.yaml
  } >"$tools/alarms.yaml"
  mv "$tools/alarms.yaml" deploy/base/alarms.yaml
  # The settings of logging, between the line that names them and the pods.
  for job in deploy/base/job.yaml deploy/backfill/job.yaml; do
    {
      sed -n '1,/^    log4j-console.properties: |$/p' "$job"
      sed -e 's/^\(.\)/      \1/' docker/config/flink/log4j-console.properties
      sed -n '/^  podTemplate:$/,$p' "$job"
    } >"$tools/job.yaml"
    mv "$tools/job.yaml" "$job"
  done
fi

if command -v kustomize >/dev/null; then
  kustomize=kustomize
elif command -v go >/dev/null; then
  kustomize=$PWD/$tools/bin/kustomize
  [ -x "$kustomize" ] || GOBIN=$PWD/$tools/bin go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
else
  echo "deploy/check.sh: neither kustomize nor Go is installed: the overlays were not built." >&2
  exit 0
fi

for overlay in base sizes/10-feeds sizes/200-feeds sizes/5000-feeds; do
  "$kustomize" build "deploy/$overlay" >"$tools/rendered/${overlay//\//-}.yaml"
done
# The components, over one of the sizes, as an overlay of a user's own would have them.
mkdir -p "$tools/with-components"
cat >"$tools/with-components/kustomization.yaml" <<'KUSTOMIZATION'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../../deploy/sizes/200-feeds]
components: [../../../deploy/backfill, ../../../deploy/gpu]
configurations: [../../../deploy/base/names.yaml]
images:
  - {name: earwitness/job-gpu, newName: registry.example/earwitness/job-gpu}
KUSTOMIZATION
"$kustomize" build --load-restrictor LoadRestrictionsNone "$tools/with-components" >"$tools/rendered/with-components.yaml"
grep -q "image: registry.example/earwitness/job-gpu:" "$tools/rendered/with-components.yaml"

if [ "${1:-}" = --render ]; then
  exit 0
fi

python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r deploy/requirements.txt
mvn -B -q -ntp dependency:copy -Dartifact=org.apache.flink:flink-kubernetes-operator-api:1.10.0 -DoutputDirectory="$PWD/$tools"

"$tools/venv/bin/python" deploy/check_rendered.py "$tools" "$tools"/rendered/*.yaml
