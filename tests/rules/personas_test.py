#!/usr/bin/env python3
"""Roles with a declared persona: careful ones have no drift, the others have theirs, and only that.

usage: personas_test.py SOURCE_DIR LEASTWISE

testdata/personas/roles.jsonl: a line for each role, written and judged by somebody who had not seen
the baselines. `is_careful`: nothing in it is superfluous; `drift`: what has to be found, as "rule
actions"; `debated`: what is found as well, which whoever judged has not called drift, and which
stays since it is worth a question.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

RULES = "LW9001,LW9002,LW9006"


def found_in(tool, folder, name, role):
    path = pathlib.Path(folder, name)
    path.write_text(json.dumps(role), encoding="utf-8")
    run = subprocess.run(
        [tool, "check", "--no-config", "--select", RULES, "--set", "check_completeness=all",
         "--audience", "auditor", "--format", "json", "--exit-zero", str(path)],
        capture_output=True, text=True, check=True)
    lines = set()
    for finding in json.loads(run.stdout)["findings"]:
        words = re.search(r" (?:can|lacks) (.*), which", finding["message"])
        lines.add(f"{finding['rule']} {words[1]}")
    return sorted(lines)


def main():
    source, tool = sys.argv[1:3]
    lines = pathlib.Path(source, "testdata/personas/roles.jsonl").read_text(encoding="utf-8")
    failures, careful, debated = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, line in enumerate(lines.splitlines(), 1):
            case = json.loads(line)
            careful += case["is_careful"]
            found = found_in(tool, folder, f"{number}.json", case["role"])
            if case["is_careful"] == bool(case["drift"]):
                found = ["the line contradicts itself"]
            expected = sorted(case["drift"] + case.get("debated", []))
            debated += len(case.get("debated", []))
            if found == expected:
                continue
            failures += 1
            print(f"line {number}, {case['role'].get('RoleName')}: {found}, not {expected}")
    print(f"{number} roles, {careful} of them careful, {debated} findings debated; "
          f"{failures} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
