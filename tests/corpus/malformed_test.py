#!/usr/bin/env python3
"""Broken files end in a located error or a counted skip, with the documented code, and soon.

usage: malformed_test.py LEASTWISE SOURCE_DIR
"""

import collections
import concurrent.futures
import json
import os
import subprocess

import corpus

SECONDS = 10


def located(report):
    """True where something that is wrong has a line: a finding, or a reason for not analysing."""
    return any(entry["line"] for entry in report["findings"] + report["not_analysed"])


def complaint(program, path):
    """What is wrong with a run over one file (or None), and its exit code."""
    try:
        done = corpus.run(program, str(path), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"not done in {SECONDS} s", None
    stderr = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1, 3):
        return f"exit code {done.returncode}: {stderr[-300:]}", done.returncode
    if any(word in stderr for word in corpus.FAULTS):
        return f"a fault on standard error: {stderr[-300:]}", done.returncode
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        return f"the report is not JSON: {error}", done.returncode
    expected = path.name.partition("test_parsing__")[2][:2]  # JSONTestSuite: y_, n_ or i_
    if expected == "n_" and not (done.returncode == 3 and located(report)):
        return f"must be refused at a place, but code {done.returncode}", done.returncode
    if expected == "y_" and done.returncode == 3:
        return "must be taken, but was refused", done.returncode
    return None, done.returncode


def main():
    program, folder = corpus.arguments()
    files = sorted(path for path in (folder / "malformed").rglob("*") if path.is_file())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: complaint(program, path), files))
    failures = [f"{path.relative_to(folder)}: {wrong}"
                for path, (wrong, _) in zip(files, results) if wrong]
    codes = collections.Counter(code for _, code in results)
    if not files:
        failures.append("there are no malformed files")
    corpus.finish(failures, f"{len(files)} files; exit codes: " + ", ".join(
        f"{code}: {count}" for code, count in sorted(codes.items())))


if __name__ == "__main__":
    main()
