#!/usr/bin/env python3
"""Checks that every test that pitfalls.tsv names exists.

usage: pitfalls_test.py REPOSITORY
"""
import pathlib
import re
import sys


def main():
    tests = pathlib.Path(sys.argv[1]) / "tests"
    known = set()
    for source in tests.rglob("*_test.cc"):
        found = re.findall(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", source.read_text(), re.MULTILINE)
        known.update(f"{suite}.{name}" for suite, name in found)
    faults = []
    numbers = []
    for line in (tests / "access" / "pitfalls.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        number, _, named = line.split("\t")
        numbers.append(int(number))
        if not named.startswith("- "):
            faults += [f"pitfall {number}: no test {name}" for name in named.split() if name not in known]
    if numbers != list(range(1, 49)):
        faults.append("the pitfalls are not numbered from 1 to 48")
    print("\n".join(faults) if faults else f"{len(numbers)} pitfalls have the tests they name")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
