"""What the corpus tests share: where the corpus is, and running the program over it."""

import json
import os
import pathlib
import subprocess
import sys

FOLDERS = ("aws-managed-policies", "identity-policies", "service-control-policies",
           "resource-policies", "trust-policies", "account-authorization-details")
SKIPPED = 77
FAULTS = ("AddressSanitizer", "runtime error:", "ThreadSanitizer", "LeakSanitizer", "terminate called",
          "Assertion", "Aborted", "std::")


def arguments():
    """The program and the corpus; exits as skipped where there is no corpus.

    usage of every test: TEST LEASTWISE SOURCE_DIR. LEASTWISE_CORPUS names the corpus, else
    ../shared/corpus beside the sources is taken.
    """
    program, source = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    corpus = pathlib.Path(os.environ.get("LEASTWISE_CORPUS", source.parent / "shared/corpus"))
    if not corpus.is_dir():
        print(f"skipped: no corpus at {corpus}")
        sys.exit(SKIPPED)
    return program, corpus


def run(program, *words, timeout=300):
    """A finished `leastwise check --format json --exit-zero`; its code is negative after a signal."""
    return subprocess.run([program, "check", "--format", "json", "--exit-zero", *words],
                          capture_output=True, timeout=timeout, check=False)


def report(program, *words):
    """The JSON report of a run that must end well; 3 only says that a file did not parse."""
    done = run(program, *words)
    if done.returncode not in (0, 3):
        raise SystemExit(f"exit code {done.returncode} for {words[:3]}:\n"
                         + done.stderr.decode(errors="replace")[-2000:])
    return json.loads(done.stdout)


def finish(failures, summary):
    """Ends a test: what failed, or one line that says what was seen."""
    print("\n".join(failures) or summary)
    sys.exit(1 if failures else 0)
