#!/usr/bin/env python3
"""No finding at warning or error in a file of which every statement is a Deny.

usage: deny_only_test.py LEASTWISE SOURCE_DIR
"""

import os

import corpus
import count_statements


def main():
    program, folder = corpus.arguments()
    deny_only = [path for name in corpus.FOLDERS
                 for path, entry in count_statements.count(folder / name).items()
                 if entry["deny_only"]]
    report = corpus.report(program, "--audience", "auditor", *deny_only)
    failures = [
        f"{os.path.relpath(finding['path'], folder)}:{finding['line']}: {finding['severity']} "
        f"{finding['rule']}: {finding['message']}"
        for finding in report["findings"] if finding["severity"] not in ("info", "low")]
    if report["summary"]["files_with_policies"] != len(deny_only) or not deny_only:
        failures.append(f"{report['summary']['files_with_policies']} of {len(deny_only)} were read")
    corpus.finish(failures, f"{len(deny_only)} files of Deny statements, no warning")


if __name__ == "__main__":
    main()
