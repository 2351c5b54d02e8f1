#!/bin/sh
# Lays out what each image takes from the build: docker/assemble.sh DEST [job|topology|app]…
# Run `mvn -Pcluster package` first; without names it lays out all three.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
[ $# -ge 1 ] || { echo "usage: docker/assemble.sh DEST [job|topology|app]..." >&2; exit 2; }
destination=$1
shift
[ $# -gt 0 ] || set -- job topology app

# The one file that a pattern stands for.
one() {
  [ $# -eq 1 ] && [ -f "$1" ] || { echo "assemble.sh: expected one file, found: $*; run mvn -Pcluster package" >&2; exit 1; }
  echo "$1"
}

job() {
  mkdir -p "$destination/job/flink/lib" "$destination/job/flink/usrlib" "$destination/job/earwitness/bin"
  cp "$(one "$root"/flink-job/target/earwitness-flink-job-*-natives.jar)" "$destination/job/flink/lib/earwitness-natives.jar"
  cp "$(one "$root"/flink-job/target/earwitness-flink-job-*-cluster.jar)" "$destination/job/flink/usrlib/earwitness-flink-job.jar"
  cp "$root/docker/bin/healthcheck" "$destination/job/earwitness/bin/"
}

topology() {
  mkdir -p "$destination/topology/lib" "$destination/topology/bin"
  cp "$(one "$root"/kafka-topology/target/earwitness-kafka-topology-*-runnable.jar)" "$destination/topology/lib/earwitness-topology.jar"
  cp "$root/docker/bin/topology" "$root/docker/bin/healthcheck" "$destination/topology/bin/"
}

app() {
  mkdir -p "$destination/app/lib" "$destination/app/bin" "$destination/app/registry"
  [ -f "$root/app/target/class-path" ] || { echo "assemble.sh: app/target/class-path is missing; run mvn package" >&2; exit 1; }
  tr ':' '\n' <"$root/app/target/class-path" | while read -r jar || [ -n "$jar" ]; do
    cp "$jar" "$destination/app/lib/"
  done
  cp "$(one "$root"/app/target/earwitness-app-*.jar)" "$destination/app/lib/"
  cp -R "$root/local-stack/target/registry/." "$destination/app/registry/"
  cp "$root/docker/bin/earwitness" "$root/docker/bin/healthcheck" "$destination/app/bin/"
}

for part in "$@"; do
  case $part in
    job | topology | app) "$part" ;;
    *) echo "assemble.sh: $part is none of job, topology, app" >&2; exit 2 ;;
  esac
done
