#!/usr/bin/env python3
"""Removes each clause of each shipped rule in turn: one of the rule's own tests must break.

    mutation_test.py ROOT LEASTWISE [--write] [PACK.yaml...]

What survives stands in mutation_survivors.txt beside this file, one clause a line, sorted, and behind
` # ` why no test can hold it; --write writes it anew and keeps the reasons. A survivor that is not
listed fails, and so does a listed one that is none any more. Packs by name: only their clauses are
removed, and what survives is shown. Exits 77 where Python has no YAML module.
"""

import copy
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("skipped: there is no yaml module")
    sys.exit(77)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SURVIVORS = pathlib.Path(__file__).with_name("mutation_survivors.txt")
# Found by the program itself and not by their `match`: what remains of it changes nothing.
OF_THE_PROGRAM = "suppressions.yaml"


def without(node, path):
    """(where, node without one clause), for every clause of a match node."""
    if isinstance(node, dict):
        for key, value in node.items():
            rest = {name: other for name, other in node.items() if name != key}
            if rest:
                yield f"{path}.{key}", rest
            for where, changed in without(value, f"{path}.{key}"):
                yield where, {**node, key: changed}
    elif isinstance(node, list) and any(isinstance(one, dict) for one in node):
        for index, value in enumerate(node):
            if len(node) > 1:
                yield f"{path}[{index}]", node[:index] + node[index + 1:]
            for where, changed in without(value, f"{path}[{index}]"):
                yield where, node[:index] + [changed] + node[index + 1:]


def mutants_of(entry):
    for part in ("match", "needs"):
        for where, changed in without(entry.get(part), part):
            yield where, {**entry, part: changed}
    if "passes_to" in entry:
        yield "passes_to", {key: value for key, value in entry.items() if key != "passes_to"}
    for index, step in enumerate(entry.get("steps", [])):
        whens = [("", None)] if "when" in step else []
        whens += list(without(step.get("when"), "")) if "when" in step else []
        for where, changed in whens:
            mutant = copy.deepcopy(entry)
            if changed is None:
                del mutant["steps"][index]["when"]
            else:
                mutant["steps"][index]["when"] = changed
            yield f"steps[{index}].when{where}", mutant


def ids_of(entry):
    return [step["id"] for step in entry["steps"]] if "steps" in entry else [entry["id"]]


class Renaming:
    """New ids and names, so that all mutants can be loaded at once."""

    def __init__(self):
        self.next = 1

    def apply(self, entry):
        new = {}
        for one in ids_of(entry):
            new[one] = f"LW{self.next:04}"
            self.next += 1
        entry = {key: value for key, value in entry.items() if key != "supersedes"}
        return self._rename(entry, new), sorted(new.values())

    def _rename(self, node, new):
        if isinstance(node, dict):
            changed = {key: self._rename(value, new) for key, value in node.items()}
            if "id" in node and "name" in node and "severity" in node:
                changed["name"] = f"{node['name']}-{changed['id'].lower()}"
                changed.pop("supersedes", None)
            return changed
        if isinstance(node, list):
            return [self._rename(one, new) for one in node]
        return new.get(node, node) if isinstance(node, str) else node


def load_packs(root):
    packs = {path.name: yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
             for path in sorted((root / "rules" / "packs").glob("*.yaml"))}
    packs.pop(OF_THE_PROGRAM)
    return packs


def write_files(packs, folder, only):
    """One file for what the rules share, one for each mutant: mutant's file -> (label, its ids)."""
    renaming, mutants = Renaming(), {}
    head = {"schema": "leastwise/pack/1", "pack": "core", "version": "0.1.0"}
    for name, pack in packs.items():
        entries = [*pack.get("rules", []), *pack.get("paths", [])]
        for entry in entries if not only or name in only else []:
            for where, mutant in mutants_of(entry):
                renamed, ids = renaming.apply(mutant)
                path = folder / f"{len(mutants):05}.yaml"
                kind = "paths" if "needs" in renamed else "rules"
                path.write_text(yaml.safe_dump({**head, kind: [renamed]}, width=10000,
                                               allow_unicode=True), encoding="utf-8")
                mutants[str(path)] = (f"{ids_of(entry)[0]} {where}", ids)
    shared = {**head, "rules": []}
    for kind in ("sets", "params", "tables", "forms"):
        merged = {}
        for pack in packs.values():
            merged.update(pack.get(kind, {}))
        shared[kind] = merged
    # A pack has a rule: the last, as it is.
    shared["rules"] = [renaming.apply(packs["s3.yaml"]["rules"][0])[0]]
    common = folder / "shared.yaml"
    common.write_text(yaml.safe_dump(shared, width=10000, allow_unicode=True), encoding="utf-8")
    return common, mutants


def survivors_of(program, common, mutants):
    """Labels of mutants that the loader takes and whose tests all pass."""
    alive = dict(mutants)
    while True:
        result = subprocess.run([program, "pack", "test", "-v", str(common), *alive],
                                capture_output=True, text=True, check=False)
        refused = set(re.findall(r"^leastwise: (/\S+\.yaml):\d+:\d+: ", result.stderr, re.M))
        if result.returncode != 2:
            break
        refused &= set(alive)
        if not refused:
            raise SystemExit(f"mutation_test: the packs do not load:\n{result.stderr[:2000]}")
        for path in refused:
            del alive[path]
    if result.returncode not in (0, 1):
        raise SystemExit(f"mutation_test: `pack test` exits with {result.returncode}\n{result.stderr[:2000]}")
    failed = set(re.findall(r"^(?:Noisy|Missing) (LW\d{4})$", result.stdout, re.M | re.I))
    passed = set(re.findall(r"^(?:Validated|Reported) (LW\d{4})$", result.stdout, re.M | re.I))
    # A good test is told by one of the ids that it is for; its file says whose it is.
    for place in re.findall(r"^leastwise: (/\S+\.yaml):\d+:\d+: (?:Noisy|Missing)", result.stderr,
                            re.M | re.I):
        if place in alive:
            failed.update(alive[place][1])
    if not passed:
        raise SystemExit("mutation_test: no test was run")
    return sorted(label for label, ids in alive.values() if not failed & set(ids))


def listed_survivors():
    """Clause -> why no test can hold it, or nothing."""
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines()
    return {clause: reason for clause, _, reason in (line.partition(" # ") for line in lines)}


def main():
    root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    only = [one for one in sys.argv[3:] if one != "--write"]
    with tempfile.TemporaryDirectory() as folder:
        common, mutants = write_files(load_packs(root), pathlib.Path(folder), only)
        found = survivors_of(program, common, mutants)
    print(f"{len(mutants)} clauses, {len(found)} can go without a test that breaks")
    listed = listed_survivors()
    lines = [f"{one} # {listed[one]}" if listed.get(one) else one for one in found]
    if only:
        print("\n".join(lines))
        return 0
    if "--write" in sys.argv:
        SURVIVORS.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
        return 0
    for one in sorted(set(found) - set(listed)):
        print(f"no test of its rule breaks without this clause: {one}")
    for one in sorted(set(listed) - set(found)):
        print(f"listed, and yet a test breaks without it: {one}")
    return 0 if found == sorted(listed) else 1


sys.exit(main())
