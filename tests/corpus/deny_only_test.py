#!/usr/bin/env python3
"""No finding at warning or error in a file of which every statement is a Deny.

usage: deny_only_test.py LEASTWISE SOURCE_DIR
"""

import os

import corpus
import count_statements

# (end of the path, rule). A mistake that AWS refuses: a Principal that is an ARN without {"AWS": …}. Denies of API keys
# that leave the second endpoint of Bedrock out.
KNOWN_MISTAKES = {("resource-s3-deny-testing2.json", "LW7014"),
                  ("Deny-Bedrock-api-keys.json", "LW6114"),
                  ("Deny-Bedrock-long-term-api-keys.json", "LW6114")}


def is_known(finding):
    return any(finding["path"].endswith(end) and finding["rule"] == rule
               for end, rule in KNOWN_MISTAKES)


def main():
    program, folder = corpus.arguments()
    deny_only = [path for name in corpus.FOLDERS
                 for path, entry in count_statements.count(folder / name).items()
                 if entry["deny_only"]]
    report = corpus.report(program, "--audience", "auditor", *deny_only)
    failures = [
        f"{os.path.relpath(finding['path'], folder)}:{finding['line']}: {finding['severity']} "
        f"{finding['rule']}: {finding['message']}"
        for finding in report["findings"]
        if finding["severity"] not in ("info", "low") and not is_known(finding)]
    if report["summary"]["files_with_policies"] != len(deny_only) or not deny_only:
        failures.append(f"{report['summary']['files_with_policies']} of {len(deny_only)} were read")
    corpus.finish(failures, f"{len(deny_only)} files of Deny statements, no warning")


if __name__ == "__main__":
    main()
