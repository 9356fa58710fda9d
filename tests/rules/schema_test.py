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
            if key == "personas" and "input" in value:
                continue
            if key not in ("input", "requests", "admits", "sets", "params", "suppressions", "tags"):
                yield from mappings(child)
    elif isinstance(value, list):
        for child in value:
            yield from mappings(child)


def accepted_faults(schema, document):
    """Places where an unknown key is taken, out of every mapping of the document's entries."""
    document = copy.deepcopy(document)
    taken = []
    for kind in {"rules", "paths", "personas"} & document.keys():
        for entry in document[kind]:
            others = {"sets": {}, "rules": [], "paths": []}
            alone = document if kind == "personas" else {**document, **others, kind: [entry]}
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


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 as the program reads it: a date is a text."""


CoreLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def unused_keys(schema, document):
    """Keys of a configuration's schema that the example of all of them does not have."""
    used = set()
    for mapping in mappings({"root": document, "more": document["suppressions"]}):
        used |= mapping.keys()
    known = set(schema["properties"]) - {"extends"}
    for name in ("pack", "persona", "override", "suppression"):
        known |= set(schema["$defs"][name]["properties"])
    return sorted(known - used)


def check_config(schema_path, example):
    """The example has every key that the loader reads (its tests say so) and the schema knows."""
    schema = validator(schema_path)
    document = yaml.load(example.read_text(encoding="utf-8"), CoreLoader)
    failures = [f"{example.name}: {mistake}" for mistake in mistakes(schema, document)]
    failures += [f"{example.name} lacks `{key}`" for key in unused_keys(schema.schema, document)]
    for mapping in list(mappings({"root": document, "more": document["suppressions"]}))[1:]:
        mapping["no-such-key"] = {"no-such-key": 1}
        if schema.is_valid(document):
            failures.append(f"{example.name}: an unknown key is taken beside {sorted(mapping)[:4]}")
        del mapping["no-such-key"]
    return failures


def main():
    rules = pathlib.Path(sys.argv[1]) / "rules"
    packs = sorted(rules.glob("packs/*.yaml"))
    personas = sorted(rules.glob("personas/*.yaml"))
    failures = [] if packs else ["there is no pack to check"]
    failures += check(rules / "schema/pack.schema.json", packs)
    failures += check(rules / "schema/personas.schema.json", personas)
    failures += check_config(rules / "schema/config.schema.json",
                             rules.parent / "testdata/fuzz/config/whole.yaml")
    print("\n".join(failures) or f"{len(packs)} packs and {len(personas)} persona files are valid")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
