#!/usr/bin/env python3
"""Every shipped pack and persona file is valid by its JSON schema, and planted faults are not.

usage: schema_test.py SOURCE_DIR. Exit 77 (skipped) without python3-yaml or python3-jsonschema.
"""

import copy
import json
import pathlib
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def validator(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def mistakes(schema, document):
    """The places and messages of all mistakes, the most telling one for each."""
    found = []
    for error in schema.iter_errors(document):
        deepest = jsonschema.exceptions.best_match([error])
        place = "/".join(str(part) for part in deepest.absolute_path)
        found.append(f"{place}: {deepest.message[:200]}")
    return found


def mappings(value):
    """Every mapping below a value, but for the inputs of tests, which are the user's own."""
    if isinstance(value, dict):
        yield value
        for key, child in value.items():
            if key not in ("input", "requests", "admits", "sets", "params", "tags"):
                yield from mappings(child)
    elif isinstance(value, list):
        for child in value:
            yield from mappings(child)


def accepted_faults(schema, document):
    """Places where an unknown key is taken, out of every mapping of the document's entries."""
    document = copy.deepcopy(document)
    taken = []
    for kind in {"rules", "personas"} & document.keys():
        for entry in document[kind]:
            alone = {**document, "sets": {}, kind: [entry]} if kind == "rules" else document
            for mapping in [alone, *mappings(entry)]:
                mapping["no-such-key"] = 1
                if schema.is_valid(alone):
                    taken.append(sorted(mapping)[:4])
                del mapping["no-such-key"]
    return taken


def check(schema_path, files):
    schema = validator(schema_path)
    failures = []
    for file in files:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        failures += [f"{file.name}: {mistake}" for mistake in mistakes(schema, document)]
        failures += [f"{file.name}: an unknown key is taken beside {keys}"
                     for keys in accepted_faults(schema, document)]
    return failures


def main():
    rules = pathlib.Path(sys.argv[1]) / "rules"
    packs = sorted(rules.glob("packs/*.yaml"))
    personas = sorted(rules.glob("personas/*.yaml"))
    failures = [] if packs else ["there is no pack to check"]
    failures += check(rules / "schema/pack.schema.json", packs)
    failures += check(rules / "schema/personas.schema.json", personas)
    print("\n".join(failures) or f"{len(packs)} packs and {len(personas)} persona files are valid")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
