#!/usr/bin/env python3
"""Every AWS managed policy that a shipped pack names is in the catalog: a misspelt one is never met.

usage: managed_names_test.py SOURCE_DIR. Exit 77 (skipped) without python3-yaml.
"""

import fnmatch
import json
import pathlib
import sys

try:
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# Policies that AWS has taken back and that accounts still have: their successors are told.
RETIRED = {
    "AWSCodePipelineFullAccess",
    "AWSCodePipelineReadOnlyAccess",
    "AWSLambdaFullAccess",
    "AWSLambdaReadOnlyAccess",
}
FEWEST = 50  # names in the packs; fewer: this test no longer finds them


def listed(value):
    """The members of a list, the keys of a table, a text alone; but for sets."""
    members = [value] if isinstance(value, str) else list(value)
    return [one for one in members if not one.startswith("@")]


def named(value):
    """The names of managed policies anywhere in a pack but in the inputs of its tests."""
    if isinstance(value, list):
        for child in value:
            yield from named(child)
    if not isinstance(value, dict):
        return
    for key, child in value.items():
        if key == "tests":
            continue
        if key == "policies":
            yield from listed(child)
        if key == "successor":
            yield child
        if key == "attached":
            asked = {**child, **child.get("at_least", {})}
            for quantity in {"any", "all", "of"} & asked.keys():
                yield from listed(asked[quantity])
        yield from named(child)


def strangers(names, known):
    """The names that are neither known nor retired, and the patterns that match none."""
    return sorted(
        name
        for name in names
        if name not in RETIRED and not any(fnmatch.fnmatchcase(one, name) for one in known)
    )


def main():
    root = pathlib.Path(sys.argv[1])
    lines = (root / "rules/catalog/managed-policies.jsonl").read_text(encoding="utf-8").splitlines()
    known = {policy["name"] for policy in map(json.loads, lines) if "name" in policy}
    count, failed = 0, False
    for path in sorted((root / "rules/packs").glob("*.yaml")):
        names = set(named(yaml.safe_load(path.read_text(encoding="utf-8"))))
        count += len(names)
        for name in strangers(names, known):
            print(f"{path.name}: no AWS managed policy is called {name}")
            failed = True
    if count < FEWEST:
        print(f"only {count} names found")
        failed = True
    for name in sorted(RETIRED & known):
        print(f"{name} is in the catalog, so it is not retired")
        failed = True
    planted = {"match": {"identity": {"attached": {"at_least": {"n": 2, "of": ["AmazonNone"]}}}}}
    if strangers(set(named(planted)), known) != ["AmazonNone"]:
        print("a planted name was not noticed")
        failed = True
    print(f"{count} names of managed policies read")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
