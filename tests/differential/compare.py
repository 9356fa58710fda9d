#!/usr/bin/env python3
"""Compares the evaluator's answers with the oracle's, request by request.

    compare.py REQUESTS ORACLE OURS [--show N]

Exits with 1 if a disagreement falls under no class of listed.py, or if more than 0.5 % of the
answers are "cannot tell" outside of these classes.
"""

import argparse
import collections
import json
import sys

import listed

UNKNOWN_LIMIT = 0.005


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requests")
    parser.add_argument("oracle")
    parser.add_argument("ours")
    parser.add_argument("--show", type=int, default=3, help="how many unexplained ones to print")
    options = parser.parse_args()
    counts = collections.Counter()
    alone = collections.Counter()
    shared = collections.Counter()
    unexplained = []
    for line, oracle, ours in zip(lines(options.requests), lines(options.oracle), lines(options.ours), strict=True):
        assert line["id"] == oracle["id"] == ours["id"]
        if oracle["answer"] == "error":
            counts["refused by the oracle"] += 1
            continue
        counts["compared"] += 1
        if oracle["answer"] == ours["answer"]:
            counts["agree"] += 1
            continue
        kind = "cannot tell" if ours["answer"] == "Unknown" else "differ"
        found = listed.classes(line)
        if not found:
            counts[f"{kind}, unexplained"] += 1
            unexplained.append((line, oracle, ours))
            continue
        counts[f"{kind}, listed"] += 1
        if len(found) == 1:
            alone[next(iter(found))] += 1
        for name in found:
            shared[name] += 1
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    for name, count in shared.most_common():
        print(f"{count:8} {name} ({alone[name]} with no other class)")
    for line, oracle, ours in sorted(unexplained, key=lambda found: len(json.dumps(found[0])))[:options.show]:
        print(json.dumps(line), f"oracle: {oracle['answer']}", f"ours: {json.dumps(ours)}", sep="\n")
    is_vague = counts["cannot tell, unexplained"] > UNKNOWN_LIMIT * counts["compared"]
    return 1 if counts["differ, unexplained"] or is_vague else 0


if __name__ == "__main__":
    sys.exit(main())
