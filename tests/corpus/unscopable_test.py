#!/usr/bin/env python3
"""`Resource: "*"` is never reported for an action that takes no resource: all of the catalog.

usage: unscopable_test.py LEASTWISE SOURCE_DIR
"""

import collections
import json
import pathlib
import sys
import tempfile

import corpus

# The rules about what a resource leaves open.
RESOURCE_RULES = {"LW1003", "LW1004", "LW1005", "LW1006", "LW1008", "LW1009", "LW1011", "LW1012",
                  "LW2001", "LW2002", "LW6101", "LW6102"}


def unscopable(source):
    """service → its actions without a resource type, of rules/catalog/actions.tsv."""
    actions = collections.defaultdict(list)
    for line in (source / "rules/catalog/actions.tsv").read_text(encoding="utf-8").splitlines():
        service, action, _, resource_types, _ = (line.split("\t") + [""] * 4)[:5]
        if not line.startswith("#") and not resource_types:
            actions[service].append(f"{service}:{action}")
    return actions


def write_policy(path, actions):
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": actions, "Resource": "*"}]}), encoding="utf-8")


def reported(program, folder):
    """(file's stem, rule) of every finding about a resource, whoever should see it."""
    report = corpus.report(program, "--audience", "auditor", str(folder))
    return report, {(pathlib.Path(finding["path"]).stem, finding["rule"], finding["message"])
                    for finding in report["findings"] if finding["rule"] in RESOURCE_RULES}


def main():
    program, source = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    actions = unscopable(source)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for service, names in actions.items():
            write_policy(folder / f"{service}.json", names)
        report, found = reported(program, folder)
        failures = [f"{service}: {rule}: {message}" for service, rule, message in sorted(found)]
        if report["summary"]["policies"] != len(actions) or len(actions) < 300:
            failures.append(f"{report['summary']['policies']} of {len(actions)} policies were read")
        # The control: the same question does find an action that can be limited.
        write_policy(folder / "sagemaker.json", [*actions["sagemaker"], "sagemaker:DeleteEndpoint"])
        control = {(service, rule) for service, rule, _ in reported(program, folder)[1]}
        if control != {("sagemaker", "LW1006")}:
            failures.append(f"the control should give LW1006 alone, not {sorted(control)}")
    corpus.finish(failures, f"{sum(map(len, actions.values()))} actions of {len(actions)} services "
                            "are right on every resource")


if __name__ == "__main__":
    main()
