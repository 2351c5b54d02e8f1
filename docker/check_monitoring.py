"""Holds dashboard, alarms and docs/operation.md together: metrics that are documented, a run book for each alarm."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docker/config/prometheus/rules/earwitness.yaml"
DASHBOARD = ROOT / "docker/config/grafana/dashboards/earwitness.json"
PAGE = ROOT / "docs/operation.md"
METRIC = re.compile(r"\b(?:flink|kafka|earwitness)_[a-z][a-zA-Z_]+")


def problems() -> list[str]:
    page = PAGE.read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    rules, panels = RULES.read_text(), json.loads(DASHBOARD.read_text())["panels"]
    used = set(METRIC.findall(rules))
    for panel in panels:
        for target in panel["targets"]:
            used |= set(METRIC.findall(target["expr"]))
    found = [f"{name} is used, but docs/operation.md does not list it" for name in sorted(used - documented)]
    alarms = re.findall(r"- alert: (\w+)", rules)
    sections = set(re.findall(r"^### (\w+)$", page, re.MULTILINE))
    found += [f"docs/operation.md has no run book for {alarm}" for alarm in alarms if alarm not in sections]
    found += [f"the run book of {section} has no alarm" for section in sorted(sections - set(alarms))]
    for alarm in alarms:
        if f"runbook: docs/operation.md#{alarm.lower()}" not in rules:
            found.append(f"{alarm} does not name its run book")
    for panel in panels:
        at = panel["gridPos"]
        if at["x"] + at["w"] > 24:
            found.append(f"the panel {panel['title']} is outside of the dashboard's 24 columns")
    return found


def promtool() -> None:
    if shutil.which("promtool") is None:
        print("promtool is not installed (Debian's package prometheus has it): the alarms were not tried")
        return
    folder = RULES.parent
    subprocess.run(["promtool", "check", "rules", RULES.name], cwd=folder, check=True)
    subprocess.run(["promtool", "test", "rules", "earwitness-test.yaml"], cwd=folder, check=True)
    config = folder.parent / "prometheus.yaml"
    subprocess.run(["promtool", "check", "config", "--syntax-only", config], check=True)


def main() -> int:
    found = problems()
    for problem in found:
        print(f"check_monitoring.py: {problem}", file=sys.stderr)
    promtool()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
