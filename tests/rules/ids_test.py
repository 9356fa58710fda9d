#!/usr/bin/env python3
"""The rule packs and rules/ids.tsv agree, and every rule keeps the conventions of the packs.

usage: ids_test.py SOURCE_DIR. Exit 77 (skipped) without python3-yaml.
"""

import pathlib
import re
import sys

try:
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

TOOL = "LW0"  # ids of the tool itself, which are in no pack
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A lower-case letter, a placeholder, the user's text in backticks, or the name of an AWS policy.
MESSAGE_START = re.compile(r"[a-z{`]|(Amazon|AWS|IAM|CloudWatch)[A-Za-z0-9]")


def read_ids(path):
    """id → (name, severity, is retired); complains of a line that is not one."""
    ids, failures = {}, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) < 4 or not re.fullmatch(r"LW\d{4}", fields[0]):
            failures.append(f"ids.tsv:{number}: not id, name, severity, working name: {line!r}")
        elif fields[0] in ids:
            failures.append(f"ids.tsv:{number}: {fields[0]} was given before")
        else:
            ids[fields[0]] = (fields[1], fields[2], "retired" in fields[3:])
    return ids, failures


def read_entries(folder):
    for path in sorted(folder.glob("*.yaml")):
        pack = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in [*(pack.get("rules") or []), *(pack.get("paths") or [])]:
            yield path.name, entry


def rules_of(entry):
    """The entry's rules, each with the fields that it takes from the entry."""
    for step in entry.get("steps") or [entry]:
        yield {**entry, **step}


def check_tests(entry, ids):
    tests = entry.get("tests") or {}
    bad, good = tests.get("bad") or [], tests.get("good") or []
    for rule_id in ids:
        count = sum(1 for test in bad if test.get("id", ids[0]) == rule_id)
        if count < 2:
            yield f"{rule_id} has {count} bad tests, not two"
    if len(good) < 2:
        yield f"{ids[0]} has {len(good)} good tests, not two"
    for test in bad:
        if len(ids) > 1 and test.get("id") not in ids:
            yield f"a bad test of {ids[0]} names {test.get('id')}, which is not of its entry"


def check_words(rule):
    message = rule.get("message", "")
    if not MESSAGE_START.match(message):
        yield f"{rule['id']}: the message starts with neither a lower-case letter nor a placeholder"
    for field in ("title", "message", "why", "help"):
        text = rule.get(field) or ""
        if not text or "\n" in text:
            yield f"{rule['id']}: {field} is not one line"
        if text.endswith("."):
            yield f"{rule['id']}: {field} ends in a full stop"


def check_registry(rules, ids):
    for rule_id, (name, severity, retired) in ids.items():
        if rule_id.startswith(TOOL) and rule_id not in rules:
            continue  # lib/report/diff_rules.cc; its test compares them with ids.tsv
        if rule_id not in rules and not retired:
            yield f"ids.tsv: {rule_id} {name} is in no pack and not marked retired"
        elif rule_id in rules and retired:
            yield f"ids.tsv: {rule_id} is retired, but a pack has it"
        elif rule_id in rules and (name, severity) != (
                rules[rule_id].get("name"), rules[rule_id].get("severity")):
            yield (f"ids.tsv: {rule_id} is {name}, {severity}; the pack says "
                   f"{rules[rule_id].get('name')}, {rules[rule_id].get('severity')}")
    for rule_id in rules:
        if rule_id not in ids:
            yield f"{rule_id} is not in ids.tsv"


def check_names(rules):
    seen = {}
    for rule_id, rule in rules.items():
        name = rule.get("name", "")
        if not KEBAB.fullmatch(name):
            yield f"{rule_id}: the name {name!r} is not kebab-case"
        if name in seen:
            yield f"{rule_id} and {seen[name]} are both called {name}"
        seen[name] = rule_id


def check_supersedes(rules):
    by_name = {rule.get("name"): rule_id for rule_id, rule in rules.items()}
    edges = {}
    for rule_id, rule in rules.items():
        targets = [by_name.get(word, word) for word in rule.get("supersedes") or []]
        edges[rule_id] = [target for target in targets if target in rules]
        for target in targets:
            if target not in rules:
                yield f"{rule_id} supersedes {target}, which does not exist"
    reached = {rule_id: set(targets) for rule_id, targets in edges.items()}
    for middle in rules:  # transitive closure
        for targets in reached.values():
            if middle in targets:
                targets |= reached[middle]
    for rule_id, targets in reached.items():
        if rule_id in targets:
            yield f"{rule_id} supersedes itself"


def main():
    folder = pathlib.Path(sys.argv[1]) / "rules"
    ids, failures = read_ids(folder / "ids.tsv")
    rules = {}
    for file, entry in read_entries(folder / "packs"):
        own = [rule.get("id") for rule in rules_of(entry)]
        failures += [f"{file}: {failure}" for failure in check_tests(entry, own)]
        for rule in rules_of(entry):
            if rule["id"] in rules:
                failures.append(f"{file}: {rule['id']} is defined twice")
            rules[rule["id"]] = rule
            failures += [f"{file}: {failure}" for failure in check_words(rule)]
    for check in (check_names, check_supersedes):
        failures += check(rules)
    failures += check_registry(rules, ids)
    print("\n".join(failures) or f"{len(rules)} rules agree with {len(ids)} lines of ids.tsv")
    return 1 if failures or not rules else 0


if __name__ == "__main__":
    sys.exit(main())
