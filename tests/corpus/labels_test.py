#!/usr/bin/env python3
"""What blind readers called right is still reported, what they called wrong is not.

usage: labels_test.py LEASTWISE SOURCE_DIR

labels.tsv has the readers' verdicts on findings drawn by lot from the corpus, and what is expected
of each now:
  reported  the rule still reports at the place
  reworded  it does, and no longer with the message that was judged
  gone      it does not
"""

import csv
import hashlib
import pathlib

import corpus

VERDICTS = ("right", "debatable", "wrong")
EXPECTED = ("reported", "reworded", "gone")
FEWEST = 100


def digest(text):
    """What stands in labels.tsv for a text of the corpus or a message."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def labels():
    """The rows of labels.tsv as dictionaries."""
    path = pathlib.Path(__file__).parent / "labels.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def form_mistakes(rows):
    """What makes the file itself untrustworthy."""
    for row in rows:
        name = f"{row['path']}:{row['place']} {row['rule']}"
        if row["verdict"] not in VERDICTS or row["expected"] not in EXPECTED or not row["reason"]:
            yield f"{name}: a label needs a verdict, what is expected, and a reason"
        if row["verdict"] == "wrong" and row["expected"] == "reported":
            yield f"{name}: a wrong finding must be gone or reworded"
    if len(rows) < FEWEST:
        yield f"{len(rows)} labels, fewer than {FEWEST}"


def underlined(finding, lines):
    """The text that a finding underlines, of its first line alone."""
    line = lines[finding["line"] - 1]
    is_one = finding["end_line"] == finding["line"]
    return line[finding["column"] - 1:finding["end_column"] - 1 if is_one else None]


def mistakes(rows, findings, lines_of):
    """Labels that do not hold. `findings`: (path, rule, "line:column") → findings."""
    for row in rows:
        name = f"{row['path']}:{row['place']} {row['rule']}"
        here = findings.get((row["path"], row["rule"], row["place"]), [])
        if row["expected"] == "gone":
            if here:
                yield f"{name}: {row['verdict']} and fixed, reported again: {here[0]['message']}"
            continue
        if not here:
            yield f"{name}: {row['verdict']}, no longer reported"
            continue
        if digest(underlined(here[0], lines_of(row["path"]))) != row["text"]:
            yield f"{name}: another text stands there than was judged"
        if row["expected"] == "reworded" and digest(here[0]["message"]) == row["message"]:
            yield f"{name}: reported with the message that was judged {row['verdict']}"


def main():
    program, folder = corpus.arguments()
    rows = labels()
    failures = list(form_mistakes(rows))
    paths = sorted({row["path"] for row in rows})
    missing = [path for path in paths if not (folder / path).is_file()]
    failures += [f"{path}: not in the corpus" for path in missing]
    report = corpus.report(program, "--audience", "auditor",
                           *(str(folder / path) for path in paths if path not in missing))
    by_place = {}
    for finding in report["findings"]:
        path = pathlib.Path(finding["path"]).resolve().relative_to(folder.resolve()).as_posix()
        key = path, finding["rule"], f"{finding['line']}:{finding['column']}"
        by_place.setdefault(key, []).append(finding)
    texts = {path: (folder / path).read_text(encoding="utf-8", errors="replace").split("\n")
             for path in paths if path not in missing}
    failures += mistakes(rows, by_place, texts.__getitem__)
    counts = ", ".join(f"{sum(row['verdict'] == verdict for row in rows)} {verdict}"
                       for verdict in VERDICTS)
    corpus.finish(failures, f"{len(rows)} labels hold ({counts})")


if __name__ == "__main__":
    main()
