#!/usr/bin/env python3
"""leastwise finds every policy statement of the corpus that an independent count finds.

usage: count_test.py LEASTWISE SOURCE_DIR
"""

import os
import pathlib

import corpus
import count_statements


def absolute(path):
    return os.path.normpath(os.path.abspath(path))


def differing(program, counts):
    """The files whose own count differs, for the message of a failure."""
    for path, entry in counts.items():
        found = corpus.report(program, "--allow-no-input", path)["summary"]["statements"]
        if found != entry["statements"]:
            yield f"  {path}: {found} statements, not {entry['statements']}"


def check(program, folder):
    """The row of the table, and what failed. Files with something that is not analysed are listed
    with a reason; the count of the others must be exact."""
    counts = count_statements.count(folder)
    report = corpus.report(program, str(folder))
    listed = {absolute(entry["path"]) for entry in report["not_analysed"]}
    sound = {path: entry for path, entry in counts.items() if absolute(path) not in listed}
    expected = count_statements.total(sound)["statements"]
    summary = report["summary"]
    if listed:
        summary = corpus.report(program, *sound)["summary"]
    row = (f"{folder.name:32} {len(counts):5} files {count_statements.total(counts)['statements']:5} "
           f"statements, {len(report['not_analysed']):2} not analysed; of the rest "
           f"{summary['statements']:5} found, {expected:5} counted")
    failures = []
    if summary["statements"] != expected:
        failures += [f"{folder.name}: {summary['statements']} statements found, {expected} counted",
                     *differing(program, sound)]
    if len(report["not_analysed"]) > 0.02 * count_statements.total(counts)["documents"]:
        failures += [f"{folder.name}: more than 2 % of the policies are not analysed:"]
        failures += [f"  {entry['path']}: {entry['reason']}" for entry in report["not_analysed"]]
    return row, failures


def main():
    program, folder = corpus.arguments()
    failures = []
    for name in corpus.FOLDERS:
        row, failed = check(program, pathlib.Path(folder, name))
        print(row)
        failures += failed
    corpus.finish(failures, "every statement was found")


if __name__ == "__main__":
    main()
