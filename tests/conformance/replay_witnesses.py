#!/usr/bin/env python3
"""Witnesses of comparisons, asked of another evaluator: the old policy must not allow, the new must.

    leastwise_compare_pairs --witnesses WITNESSES < PAIRS
    replay_witnesses.py ask PAIRS WITNESSES > REQUESTS
    node DRIVER < REQUESTS > ANSWERS                      (tests/differential/README.md)
    replay_witnesses.py count WITNESSES ANSWERS

A key and a role have policies of their own, which here leave everything to identity policies. What
the other side does not confirm is counted by why: `unlisted` keys are those that it drops since AWS
does not list them for the action; `outside` is a resource of no type that the action has; `future`
an action that it does not know. `on-star` is a request on `*` by an action whose types are all
optional, which it reads as one on any ARN; `templated` a key such as `kms:EncryptionContext:a:b`,
which it cannot match with its template; `tag` a tag of a resource type for which it has no tags;
`empty` a name of no characters, which it does not take for one. Exits with 1 where a witness is
refuted for another reason.
"""

import collections
import json
import sys

ACCOUNT = "123456789012"
DELEGATES = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "*", "Resource": "*"}]}
TRUSTS = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:*"}]}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def ask(pairs_path, witnesses_path):
    pairs = {pair["name"]: pair for pair in lines(pairs_path)}
    for number, witness in enumerate(lines(witnesses_path)):
        pair = pairs[witness["name"]]
        for side in ("old", "new"):
            request = {"id": f"{number} {side}", "policies": [pair[side]], "action": witness["action"],
                       "resource": witness["resource"], "context": witness["context"],
                       "principal": f"arn:aws:iam::{ACCOUNT}:role/r", "account": ACCOUNT}
            service = witness["action"].split(":")[0].lower()
            if service == "kms" and ":key/" in witness["resource"]:
                request["resourcePolicy"] = DELEGATES
            if service == "sts" and ":role/" in witness["resource"]:
                request["resourcePolicy"] = TRUSTS
            print(json.dumps(request, separators=(",", ":")))


def why(witness):
    for reason in ("future", "outside", "unlisted"):
        if witness[reason]:
            return reason
    if witness["resource"] == "*":
        return "on-star"
    if any(key.startswith("kms:encryptioncontext") for key in witness["context"]):
        return "templated"
    if any(key.startswith("aws:resourcetag/") for key in witness["context"]):
        return "tag"
    return "empty" if witness["resource"][-1] in "/_-:" else "unexplained"


def count(witnesses_path, answers_path):
    witnesses = lines(witnesses_path)
    answers = {answer["id"]: answer["answer"] for answer in lines(answers_path)}
    outcomes = collections.Counter()
    refuted = []
    for number, witness in enumerate(witnesses):
        old, new = answers[f"{number} old"], answers[f"{number} new"]
        if "error" in (old, new):
            outcome = "refused by the other side"
        elif new == "Allowed" and old != "Allowed":
            outcome = "confirmed"
        else:
            outcome = f"{old} to {new}, {why(witness)}"
            if why(witness) == "unexplained":
                refuted.append((witness, old, new))
        outcomes[outcome] += 1
    for outcome, number in outcomes.most_common():
        print(f"{number:6} {outcome}")
    for witness, old, new in refuted[:20]:
        print(json.dumps(witness), old, new)
    return 1 if refuted else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"] and len(sys.argv) == 4:
        sys.exit(ask(*sys.argv[2:]))
    if sys.argv[1:2] == ["count"] and len(sys.argv) == 4:
        sys.exit(count(*sys.argv[2:]))
    sys.exit(__doc__)
