#!/usr/bin/env python3
"""The comparisons that AWS labels itself: does a candidate grant what the reference does not?

usage: no_new_access_test.py COMPARE_PAIRS SOURCE_DIR

The data is not part of the project: LEASTWISE_CONFORMANCE names its folder, else
../shared/conformance/no-new-access beside the sources is taken; without it the test is skipped.
A placeholder for an account id in a reference is filled in with the account that its candidates
name. Every answer must be the labelled one: `cannot tell` is wrong.
"""

import json
import os
import pathlib
import subprocess
import sys

SKIPPED = 77
PLACEHOLDER = "<ACCOUNT ID>"
ACCOUNT = "111111111111"


def pairs(folder):
    """(pair, expected) of every candidate."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8").replace(PLACEHOLDER, ACCOUNT))
        for candidate in case["candidates"]:
            yield ({"name": f"{path.stem}#{candidate['number']}", "kind": case["kind"],
                    "old": case["reference"], "new": candidate["policy"]}, candidate["expected"])


def main():
    program, source = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    folder = pathlib.Path(os.environ.get("LEASTWISE_CONFORMANCE",
                                         source.parent / "shared/conformance/no-new-access"))
    if not folder.is_dir():
        print(f"skipped: no conformance data at {folder}")
        return SKIPPED
    cases = list(pairs(folder))
    lines = "".join(json.dumps(pair) + "\n" for pair, _ in cases)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=False)
    answers = [line.split("\t") for line in done.stdout.splitlines()]
    wrong = [f"{answer[0]}: {answer[1]}, expected {expected} ({answer[5]})"
             for answer, (_, expected) in zip(answers, cases) if answer[1] != expected]
    if len(answers) != len(cases):
        wrong.append(f"{len(answers)} answers to {len(cases)} comparisons\n{done.stderr}")
    print("\n".join(wrong) or f"{len(cases)} comparisons as labelled\n{done.stderr.strip()}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
