#!/usr/bin/env python3
"""Runs `diff`, `can` and `check` on policies that are made to be expensive.

usage: limits.py LEASTWISE [NAME…]

Each run must end with an answer or with *cannot tell* (exit code 0 or 1), with at most 512 MiB of
memory. What bounds the work is counted in steps (lib/access/policy_comparison.h), so that the answer
does not depend on the machine; the seconds printed here do. Exits with 1 when a run ends otherwise.
"""
import json
import os
import pathlib
import resource
import shutil
import string
import subprocess
import sys
import tempfile

MOST_MIB = 512
MOST_SECONDS = 120  # of one run: beyond it, it hangs
BUCKETS = "arn:aws:s3:::"
READ = "s3:GetObject"
WORDS = [a + b for a in "abcdefghij" for b in "klmnopqrst"]
TAGS = [f"aws:PrincipalTag/k{i}" for i in range(40)]


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, where, condition=None):
    statement = {"Effect": "Allow", "Action": action, "Resource": where}
    return statement | ({"Condition": condition} if condition else {})


def deny(action, where, condition=None):
    return allow(action, where, condition) | {"Effect": "Deny"}


def everything_but(element, values):
    other = {"NotAction": {"Resource": "*"}, "NotResource": {"Action": READ}}[element]
    return {"Effect": "Allow", element: values} | other


def equals(**values):
    return {"StringEquals": values}


def stars(count):
    return "*" + "*".join(string.ascii_letters[:count]) + "*"


def patterns():
    for count in (20, 40):
        there, back = stars(count), stars(count)[::-1]
        yield f"{count} stars in a name", [allow(READ, BUCKETS + there)], [allow(READ, BUCKETS + back)]
    for count in (12, 16, 20):
        tail = "?" * count
        yield (f"a star and {count} question marks", [allow(READ, BUCKETS + "*a" + tail)],
               [allow(READ, BUCKETS + "*b" + tail)])
        yield (f"eight stars and {count} question marks",
               [allow(READ, [BUCKETS + "*" + c + tail for c in "abcdefgh"])],
               [allow(READ, BUCKETS + "*" + tail)])
    globs = [f"{BUCKETS}*{word}*" for word in WORDS][:82]
    yield "82 globs", [allow(READ, globs)], [allow(READ, BUCKETS + "*")]
    yield ("82 globs and all else", [allow(READ, globs), everything_but("NotResource", globs)],
           [allow(READ, BUCKETS + "*")])
    yield ("82 globs denied", [allow(READ, "*"), deny(READ, globs)],
           [allow(READ, "*"), deny(READ, globs[1:])])


def statements():
    count = 50_000
    many = [allow(READ, f"{BUCKETS}b{i}/*") for i in range(count)]
    yield "50,000 statements, one more", many, many + [allow(READ, BUCKETS + "new/*")]
    yield "50,000 statements, narrower", many, [allow(READ, f"{BUCKETS}b{i}/x") for i in range(count)]
    same = allow(READ, BUCKETS + "b/*")
    yield "50,000 equal statements", [same] * count, [same | {"Action": "s3:Get*"}] * count
    denies = [deny(READ, f"{BUCKETS}b{i}/*") for i in range(count)]
    yield ("50,000 Denies, one less", [allow("s3:*", "*"), *denies],
           [allow("s3:*", "*"), *denies[1:]])


def conditions():
    wide = {"StringLike": {key: ["a", "b", "c*"] for key in TAGS}}
    yield ("40 keys in pairs", [allow(READ, "*", equals(**{TAGS[i]: "a", TAGS[(i + 1) % 40]: "b"}))
                                for i in range(40)], [allow(READ, "*", wide)])
    holes = range(8)
    pairs = [allow(READ, "*", equals(**{TAGS[a]: f"h{h}", TAGS[b]: f"h{h}"}))
             for a in range(9) for b in range(a + 1, 9) for h in holes]
    pigeons = equals(**{TAGS[a]: [f"h{h}" for h in holes] for a in range(9)})
    yield "nine pigeons in eight holes", pairs, [allow(READ, "*", pigeons)]
    values = [f"v{i}" for i in range(5000)]
    yield ("ten keys of 5,000 values", [allow(READ, "*", equals(**{key: values for key in TAGS[:10]}))],
           [allow(READ, "*", equals(**{key: values[1:] for key in TAGS[:10]}))])
    blocks = [f"10.{i % 256}.{i // 256}.0" for i in range(5000)]
    for size, other in ((24, 25),):
        yield ("5,000 address blocks",
               [allow(READ, "*", {"IpAddress": {"aws:SourceIp": [f"{b}/{size}" for b in blocks]}})],
               [allow(READ, "*", {"IpAddress": {"aws:SourceIp": [f"{b}/{other}" for b in blocks]}})])
    likes = [f"*{word}*" for word in WORDS[:60]]
    yield ("60 globs on one key", [allow(READ, "*", {"StringLike": {TAGS[0]: likes}})],
           [allow(READ, "*", {"StringLike": {TAGS[0]: "*"}})])
    letters = [f"*{c}*" for c in string.ascii_letters[:20]]
    yield ("sets of 20 globs",
           [allow(READ, "*", {"ForAnyValue:StringLike": {"aws:TagKeys": c}}) for c in letters],
           [allow(READ, "*", {"ForAllValues:StringLike": {"aws:TagKeys": letters}})])
    named = [BUCKETS + "*${%s}*" % key for key in TAGS[:20]]
    yield ("40 variables", [allow(READ, named), deny(READ, [n + "u" for n in named])],
           [allow(READ, [n + "x" for n in named]), deny(READ, [n + "u" for n in named])])


def actions():
    services = [f"svc{i}:*" for i in range(3000)]
    yield ("NotAction of 3,000 services", [everything_but("NotAction", services)],
           [everything_but("NotAction", services[1:])])
    globs = [f"s3:*{word}*" for word in WORDS]
    yield ("NotAction of 100 globs", [everything_but("NotAction", globs)],
           [everything_but("NotAction", globs[:99])])
    yield "100 globs of actions", [allow(globs, "*")], [allow("s3:*", "*")]
    yield "40 stars in an action", [allow("s3:" + stars(40), "*")], [allow("s3:" + stars(40)[::-1], "*")]


def run(argv):
    """Exit code, CPU seconds and peak MiB."""
    def cap():
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=cap)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def main():
    tool, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    work = pathlib.Path(tempfile.mkdtemp(prefix="leastwise-limits-"))
    faults = 0
    print(f"{'':<40} {'diff':<34} {'can':<22} check")
    try:
        for name, old, new in [*patterns(), *statements(), *conditions(), *actions()]:
            if wanted and not any(word in name for word in wanted):
                continue
            for side, made in (("old", old), ("new", new)):
                (work / f"{side}.json").write_text(json.dumps(document(*made)))
            before, after = str(work / "old.json"), str(work / "new.json")
            cells = []
            for argv in (["diff", before, after, "--format", "json"],
                         ["can", after, "--action", READ, "--resource", BUCKETS + "b7/x"],
                         ["check", after, "--exit-zero", "--format", "concise", "--jobs", "1"]):
                code, seconds, peak, out = run([tool, *argv])
                verdict = json.loads(out)["verdict"] + " " if argv[0] == "diff" and code in (0, 1) else ""
                ok = code in (0, 1) and peak <= MOST_MIB
                faults += not ok
                cells.append(f"{verdict}{seconds:.2f} s {peak:.0f} MiB{'' if ok else f' FAULT {code}'}")
            print(f"{name:<40} {cells[0]:<34} {cells[1]:<22} {cells[2]}", flush=True)
    finally:
        shutil.rmtree(work)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
