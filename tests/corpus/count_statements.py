#!/usr/bin/env python3
"""Counts the policy statements below folders of JSON files, with no code of leastwise.

usage: count_statements.py FOLDER…   prints {file: {documents, statements}, …, "total": {…}} as JSON
A policy document is an object whose Statement is an object, or a list of objects, with Effect,
Action, NotAction or Principal. Documents in strings (plain or URL-encoded) are entered under the
keys that the AWS CLI uses; of a managed policy's versions in an account dump only the default one
counts, since the others are not in force.
"""

import json
import pathlib
import sys
import urllib.parse

TEXT_KEYS = ("Policy", "PolicyDocument", "AssumeRolePolicyDocument", "Content", "Document")
MARKS = ("Effect", "Action", "NotAction", "Principal")


def statements_of(value):
    """The statements of a policy document, or None where the value is none."""
    found = value.get("Statement") if isinstance(value, dict) else None
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        return None
    if found and not any(mark in item for item in found for mark in MARKS):
        return None
    return found


def decoded(text):
    """The JSON value in a string, or None."""
    for candidate in (text, urllib.parse.unquote(text)):
        try:
            return json.loads(candidate)
        except ValueError:
            pass
    return None


def documents(value, key=""):
    """Every policy document in a JSON value, as its list of statements."""
    if isinstance(value, str) and key in TEXT_KEYS:
        value = decoded(value)
    found = statements_of(value)
    if found is not None:
        yield found
    elif isinstance(value, dict):
        for child_key, child in value.items():
            yield from documents(child, child_key)
    elif isinstance(value, list):
        for child in value:
            if key != "PolicyVersionList" or child.get("IsDefaultVersion"):
                yield from documents(child, key)


def count(folder):
    """path → {documents, statements, deny_only}; a file that does not parse has none."""
    counts = {}
    for path in sorted(pathlib.Path(folder).rglob("*.json")):
        try:
            found = list(documents(json.loads(path.read_bytes().decode("utf-8-sig"))))
        except ValueError:
            found = []
        counts[str(path)] = {
            "documents": len(found), "statements": sum(map(len, found)),
            "deny_only": bool(found) and all(
                item.get("Effect") == "Deny" for document in found for item in document)}
    return counts


def total(counts):
    return {key: sum(entry[key] for entry in counts.values())
            for key in ("documents", "statements", "deny_only")}


if __name__ == "__main__":
    merged = {}
    for argument in sys.argv[1:]:
        merged |= count(argument)
    print(json.dumps({**merged, "total": total(merged)}, indent=1))
