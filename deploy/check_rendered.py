"""Holds rendered resources against their definitions; an unknown field is an error.

usage: check_rendered.py FOLDER FILE…   (FOLDER has the operator's API jar)
"""

import sys
import zipfile
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml

KUBERNETES = "1.31"
# Checked by ResourcesTest, against their classes: no schema of these is in a registry that this check can use.
OTHERS = ("kafka.strimzi.io/", "monitoring.coreos.com/")
DEFINITION = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml"
# Newer than the newest definition on Maven Central.
NEWER = {"flinkVersion": {"v2_2"}}


def strict(schema):
    """The same schema, but an object has no other fields than those that are named."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        if "properties" in closed and "additionalProperties" not in closed:
            closed["additionalProperties"] = bool(schema.get("x-kubernetes-preserve-unknown-fields", False))
        return closed
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


def flink_schema(folder: Path) -> dict:
    jar = next(folder.glob("flink-kubernetes-operator-api-*.jar"))
    with zipfile.ZipFile(jar) as archive:
        definition = yaml.safe_load(archive.read(DEFINITION))
    schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    for field, more in NEWER.items():
        enum = schema["properties"]["spec"]["properties"][field]["enum"]
        schema["properties"]["spec"]["properties"][field]["enum"] = sorted({*enum, *more})
    closed = strict(schema)
    closed["properties"] |= {"apiVersion": {}, "kind": {}, "metadata": {}}
    return closed


def problems(resource: dict, flink: dict) -> list[str]:
    version = resource["apiVersion"]
    if version.startswith(OTHERS):
        return []
    if version.startswith("flink.apache.org/"):
        found = jsonschema.Draft7Validator(flink).iter_errors(resource)
        return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in found]
    try:
        kubernetes_validate.validate(resource, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{'.'.join(map(str, error.path))}: {error.message}"]
    return []


def dangling(resources: list[dict]) -> list[str]:
    """Config maps that are mounted but not there, and volumes that are mounted nowhere, as a careless patch leaves them."""
    maps = {item["metadata"]["name"] for item in resources if item["kind"] == "ConfigMap"}
    found = []
    for item in resources:
        pod = {"StatefulSet": ("template",), "FlinkDeployment": ("podTemplate",)}.get(item["kind"])
        if pod:
            spec = item["spec"][pod[0]]["spec"]
            mounts = {mount["name"] for part in spec["containers"] for mount in part.get("volumeMounts", [])}
            for volume in spec.get("volumes", []):
                if volume["name"] not in mounts:
                    found.append(f"{item['kind']} {item['metadata']['name']}: the volume {volume['name']} is mounted nowhere")
                name = volume.get("configMap", {}).get("name")
                if name is not None and name not in maps:
                    found.append(f"{item['kind']} {item['metadata']['name']}: there is no config map {name}")
    return found


def main() -> int:
    flink = flink_schema(Path(sys.argv[1]))
    failed = 0
    for file in map(Path, sys.argv[2:]):
        resources = [item for item in yaml.safe_load_all(file.read_text()) if item]
        found = dangling(resources)
        for item in resources:
            name = f"{item['kind']} {item['metadata']['name']}"
            found += [f"{name}: {problem}" for problem in problems(item, flink)]
        for problem in found:
            print(f"{file.name}: {problem}", file=sys.stderr)
        failed += len(found)
        print(f"{file.name}: {len(resources)} resources, {len(found)} problems")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
