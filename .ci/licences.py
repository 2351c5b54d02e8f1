"""Reads target/bom.json (CycloneDX) and prints the licences of what ships; fails on one that Apache-2.0 can't ship with."""

import json
import re
import sys
from collections import Counter
from pathlib import Path

BOM = Path(__file__).resolve().parent.parent / "target/bom.json"
# Copyleft of a whole program. Offered beside another licence, or with an exception for linking, it binds nobody here.
REFUSED = re.compile(r"^(A?GPL)-[\d.]+(-only|-or-later)?$")


def licences(component: dict) -> list[str]:
    found = []
    for entry in component.get("licenses", []):
        licence = entry.get("license", {})
        found.append(entry.get("expression") or licence.get("id") or licence.get("name") or "?")
    return found


def main() -> int:
    components = [c for c in json.loads(BOM.read_text())["components"] if c.get("group") != "io.earwitness"]
    counted: Counter[str] = Counter()
    problems = []
    for component in components:
        name = f"{component.get('group', '')}:{component['name']}:{component['version']}"
        found = licences(component)
        counted.update(found or ["none named"])
        if not found:
            problems.append(f"{name} names no licence")
        elif all(REFUSED.match(licence) for licence in found):
            problems.append(f"{name} is under {', '.join(found)} alone")
    for licence, count in counted.most_common():
        print(f"{count:4} {licence}")
    print(f"{len(components)} libraries")
    for problem in problems:
        print(f"licences.py: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
