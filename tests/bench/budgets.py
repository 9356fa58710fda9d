#!/usr/bin/env python3
"""Measures the budgets of whole processes: CPU seconds, peak memory, growth and speed-up.

usage: budgets.py LEASTWISE EMPTY_PROGRAM MANAGED_POLICIES_JSONL [--runs N]

Every ratio is taken within this one run, of two commands in turn, as the median of the pairs: the
speed of a shared machine drifts. What is short is measured the more often. Inputs are made in a
temporary folder: the managed policies as files, documents and account dumps of one and ten times a
size, 20,000 small files. Prints a table and exits with 1 when a gate is missed.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(argv, runs, cwd):
    """Median CPU seconds, median wall seconds and peak MiB of a command."""
    cpu, wall, peak = [], [], 0
    for _ in range(runs):
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                os.chdir(cwd)
                null = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(null, stream)
                os.execv(argv[0], argv)
            finally:
                os._exit(127)  # what cannot be started must not go on as the script
        _, status, usage = os.wait4(child, 0)
        wall.append(time.monotonic() - start)
        cpu.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"{' '.join(argv)}: exit code {os.waitstatus_to_exitcode(status)}")
    return statistics.median(cpu), statistics.median(wall), peak


def together(argv, cwd):
    """Wall seconds of two processes of one command, started at the same time."""
    start = time.monotonic()
    pair = [subprocess.Popen(argv, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(2)]
    for process in pair:
        process.wait()
    return time.monotonic() - start


def document(statements):
    return {"Version": "2012-10-17", "Statement": statements}


def scoped(i):
    return {"Sid": f"S{i}", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"arn:aws:s3:::ml-artifacts-{i % 97}/run-{i}/*"}


def open_read(i):
    return {"Sid": f"S{i}", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def role(i):
    trust = document([{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"},
                       "Action": "sts:AssumeRole"}])
    arn = f"arn:aws:iam::111122223333:role/train-{i}"
    return {"Path": "/", "RoleName": f"train-{i}", "RoleId": f"AROA{i:017}", "Arn": arn,
            "AssumeRolePolicyDocument": trust, "RolePolicyList": [
                {"PolicyName": "data", "PolicyDocument": document([scoped(i)])}],
            "AttachedManagedPolicies": [], "Tags": []}


def dump(roles):
    return {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": []}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("leastwise")
    parser.add_argument("empty")
    parser.add_argument("managed")
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    tool, empty = os.path.abspath(args.leastwise), os.path.abspath(args.empty)
    work = pathlib.Path(tempfile.mkdtemp(prefix="leastwise-bench-"))
    missed = []

    def row(name, value, gate, ok):
        print(f"{name:<58} {value:<34} {gate:<24} {'ok' if ok else 'MISSED'}", flush=True)
        if not ok:
            missed.append(name)

    def check(*paths, runs=args.runs, jobs=1, options=()):
        return run([tool, "check", "--exit-zero", "--jobs", str(jobs), "--format", "concise", *options,
                    *paths], runs, work)

    try:
        # One small policy, over an empty program with the same libraries.
        (work / "small.json").write_text(json.dumps(document([scoped(1)]), indent=2))
        # In turns, since the machine's own speed changes from second to second.
        turns = [(run([empty], 1, work)[0], run([tool, "check", "--exit-zero", "small.json"], 1, work)[0])
                 for _ in range(27 * args.runs)]
        small = statistics.median(tool_cpu for _, tool_cpu in turns)
        over = statistics.median(tool_cpu - empty_cpu for empty_cpu, tool_cpu in turns)
        row("one small policy, CPU over an empty program", f"{over * 1000:.2f} ms", "<= 3 ms",
            over <= 0.003)

        # All managed policies as files.
        managed = work / "managed"
        managed.mkdir()
        count = 0
        for line in open(args.managed, encoding="utf-8"):
            policy = json.loads(line)
            if "document" in policy:
                (managed / f"{policy['name']}.json").write_text(json.dumps(policy["document"], indent=4))
                count += 1
        cpu, _, peak = check("managed", runs=2 * args.runs, options=("--audience", "auditor"))
        row(f"{count} managed policies as files, all rules", f"{cpu:.3f} s CPU, {peak:.0f} MiB",
            "<= 0.25 s, <= 60 MiB", cpu <= 0.25 and peak <= 60)

        # Growth: ten times the input in at most eleven times the time (start-up taken off).
        shapes = {
            "equal findings": (1000, lambda n: document([open_read(i) for i in range(n)]), 2),
            "roles of one trust": (1000, lambda n: dump([role(i) for i in range(n)]), 2),
            "statements on one line": (5000, lambda n: document([scoped(i) for i in range(n)]), None),
            "statements, one conditional Deny": (5000, lambda n: document(
                [scoped(i) for i in range(n)] + [{
                    "Effect": "Deny", "Action": "s3:*", "Resource": "*",
                    "Condition": {"StringNotEquals": {"aws:ResourceAccount": "111122223333"}}}]), None),
        }
        for name, (n, make, indent) in shapes.items():
            for size in (n, 10 * n):
                (work / f"growth-{size}.json").write_text(json.dumps(make(size), indent=indent))
            pairs = [[check(f"growth-{size}.json", runs=1)[0] - small for size in (n, 10 * n)]
                     for _ in range(3 * args.runs)]
            times = [statistics.median(side) for side in zip(*pairs)]
            ratio = statistics.median(large / max(few, 1e-9) for few, large in pairs)
            row(f"growth, {10 * n:,} {name}", f"{times[0]:.3f} s -> {times[1]:.3f} s: {ratio:.1f} x",
                "<= 11 x", ratio <= 11)

        # A whole account: a dump of 100 MB, and the same of a tenth of it.
        def dump_of(megabytes):
            path = work / f"account-{megabytes}.json"
            size = 0
            with open(path, "w", encoding="utf-8") as out:
                out.write('{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [')
                for i in range(megabytes * 1_000_000):
                    text = ("," if i else "") + "\n" + json.dumps(role(i), indent=2)
                    size += out.write(text)
                    if size >= megabytes * 1_000_000:
                        break
                out.write('], "Policies": []}\n')
            return path.name

        tenth, account, few = dump_of(10), dump_of(100), max(args.runs // 3, 1)
        triples = [(check(tenth, runs=1), check(account, runs=1), check(account, runs=1, jobs=2))
                   for _ in range(few)]
        cpu = statistics.median(one[0] for _, one, _ in triples)
        peak = max(one[2] for _, one, _ in triples)
        row("an account dump of 100 MB, all rules", f"{cpu:.2f} s CPU, {peak:.0f} MiB",
            "<= 2 s, <= 300 MiB", cpu <= 2 and peak <= 300)
        ratio = statistics.median((one[0] - small) / (less[0] - small) for less, one, _ in triples)
        row("growth, account dumps of 10 and 100 MB", f"{ratio:.1f} x", "<= 11 x", ratio <= 11)
        one, two = (statistics.median(pick) for pick in zip(*((a[1], b[1]) for _, a, b in triples)))
        ratio = statistics.median(alone[1] / both[1] for _, alone, both in triples)
        # What the machine gives at the same time to two processes that share nothing.
        apart = statistics.median(2 * one / together([tool, "check", "--exit-zero", "--jobs", "1", "--format",
                                                  "concise", account], work) for _ in range(few))
        row("an account dump, two workers over one (wall)",
            f"{one:.2f} s -> {two:.2f} s: {ratio:.2f} x", f">= 1.6 x (two runs: {apart:.2f})",
            ratio >= 1.6)

        # Two workers over one.
        many = work / "many"
        many.mkdir()
        for i in range(20_000):
            (many / f"{i:05}.json").write_text(json.dumps(document([scoped(i), open_read(i)]), indent=2))
        pairs = [[check("many", runs=1, jobs=jobs)[1] for jobs in (1, 2)] for _ in range(2 * args.runs)]
        one, two = (statistics.median(side) for side in zip(*pairs))
        ratio = statistics.median(alone / both for alone, both in pairs)
        # What the machine gives at the same time to two processes that share nothing.
        apart = statistics.median(
            2 * one / together([tool, "check", "--exit-zero", "--jobs", "1", "--format", "concise",
                                "many"], work) for _ in range(args.runs))
        row("20,000 files, two workers over one (wall)", f"{one:.2f} s -> {two:.2f} s: {ratio:.2f} x",
            f">= 1.6 x (two runs: {apart:.2f})", ratio >= 1.6)
    finally:
        shutil.rmtree(work)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
