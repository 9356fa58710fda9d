#!/usr/bin/env python3
"""Witnesses of comparisons, asked of another evaluator: the old policy must not allow, the new must.

    leastwise_compare_pairs --witnesses WITNESSES < PAIRS
    replay_witnesses.py ask PAIRS WITNESSES > REQUESTS
    node DRIVER < REQUESTS > ANSWERS                      (tests/differential/README.md)
    replay_witnesses.py count PAIRS WITNESSES ANSWERS

A fixed part is kept for tests/differential, which needs no other side: the shortest confirmed pairs
of each form of statement.

    replay_witnesses.py keep PAIRS WITNESSES ANSWERS > testdata/differential/witnesses.jsonl

The other way round, random requests near pairs that pass: none may be denied by the old policy and
allowed by the new, but under a class of tests/differential/listed.py.

    leastwise_compare_pairs --attack 4 --attacks ATTACKS < PAIRS
    replay_witnesses.py ask PAIRS ATTACKS > REQUESTS
    node DRIVER < REQUESTS > ANSWERS
    replay_witnesses.py hold REQUESTS ANSWERS

A key and a role have policies of their own, which here leave everything to identity policies. A
witness that the other side does not confirm is counted by why:

  future              an action that it does not know
  outside             a resource of no type that the action has
  ignored-key         it leaves out a key of the request: not listed for the action and this type
  on-star             a request on `*` by an action whose types are all optional, which it reads as
                      one on any ARN
  set-operator        a key of an array type under an operator without set operator
  type-word-wildcard  every resource that could allow has a wildcard in its first word
  reserved-role       it lets nobody change the roles that IAM Identity Center keeps

tests/differential/README.md says what AWS says of these, and the counts of the managed policies.
Exits with 1 where a witness is refuted, or an attack succeeds, for another reason.
"""

import collections
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "differential"))

import listed

ACCOUNT = "123456789012"
KEPT_OF_A_FORM = 2
KEPT_BYTES = 6000
DELEGATES = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "*", "Resource": "*"}]}
TRUSTS = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:*"}]}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def has_own_policy(witness):
    service = witness["action"].split(":")[0].lower()
    return (service == "kms" and ":key/" in witness["resource"]) or (
        service == "sts" and ":role/" in witness["resource"])


def ask(pairs_path, witnesses_path):
    pairs = {pair["name"]: pair for pair in lines(pairs_path)}
    for number, witness in enumerate(lines(witnesses_path)):
        pair = pairs[witness["name"]]
        for side in ("old", "new"):
            request = {"id": f"{number} {side}", "policies": [pair[side]], "action": witness["action"],
                       "resource": witness["resource"], "context": witness["context"],
                       "principal": f"arn:aws:iam::{ACCOUNT}:role/r", "account": ACCOUNT}
            if has_own_policy(witness):
                request["resourcePolicy"] = TRUSTS if ":role/" in witness["resource"] else DELEGATES
            print(json.dumps(request, separators=(",", ":")))


def glob(pattern, text, flags=0):
    """IAM's two wildcards; a policy variable can be anything here."""
    pattern = re.sub(r"\$\{[^}]*\}", "*", pattern)
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text, flags | re.S) is not None


def allowing_statements(policy, witness):
    """(statement, the patterns of its that match) of those that could allow the witness."""
    for statement in listed.as_list(policy["Statement"]):
        named = "Action" if "Action" in statement else "NotAction"
        actions = listed.as_list(statement[named])
        found = any(glob(action, witness["action"], re.I) for action in actions)
        if statement["Effect"] != "Allow" or found != (named == "Action"):
            continue
        patterns = listed.as_list(statement.get("Resource", "*"))
        matching = [pattern for pattern in patterns if glob(pattern, witness["resource"])]
        if matching:
            yield statement, matching


def lacks_set_operator(statement, witness):
    return any(isinstance(witness["context"].get(key.lower()), list) and not operator.startswith("For")
               for operator, keys in statement.get("Condition", {}).items() for key in keys)


def why(witness, policy, answer):
    for reason in ("future", "outside"):
        if witness[reason]:
            return reason
    if answer.get("ignored"):
        return "ignored-key"
    allowing = list(allowing_statements(policy, witness))
    if answer["answer"] != "Allowed" and allowing:
        if all(lacks_set_operator(statement, witness) for statement, _ in allowing):
            return "set-operator"
        if all(listed.has_type_word_wildcard(pattern) for _, patterns in allowing for pattern in patterns):
            return "type-word-wildcard"
    if witness["resource"] == "*":
        return "on-star"
    is_iam = witness["action"].lower().startswith("iam:")
    return "reserved-role" if is_iam and ":role/aws-reserved/" in witness["resource"] else "unexplained"


def count(pairs_path, witnesses_path, answers_path):
    new_policies = {pair["name"]: pair["new"] for pair in lines(pairs_path)}
    witnesses = lines(witnesses_path)
    answers = {answer["id"]: answer for answer in lines(answers_path)}
    outcomes = collections.Counter()
    refuted = []
    for number, witness in enumerate(witnesses):
        answer = answers[f"{number} new"]
        old, new = answers[f"{number} old"]["answer"], answer["answer"]
        if "error" in (old, new):
            outcome = "refused by the other side"
        elif new == "Allowed" and old != "Allowed":
            outcome = "confirmed"
        else:
            reason = why(witness, new_policies[witness["name"]], answer)
            outcome = f"{old} to {new}, {reason}"
            if reason == "unexplained":
                refuted.append((witness, old, new))
        outcomes[outcome] += 1
    for outcome, number in outcomes.most_common():
        print(f"{number:6} {outcome}")
    for witness, old, new in refuted[:20]:
        print(json.dumps(witness), old, new)
    return 1 if refuted else 0


def forms(pair, witness, old_answer):
    """What a pair shows: elements and operators of its policies, and how the old one refuses."""
    out = {old_answer}
    for side in ("old", "new"):
        for statement in listed.as_list(pair[side]["Statement"]):
            out |= {f"{side} {name}" for name in ("NotAction", "NotResource") if name in statement}
            out |= {f"{side} {statement['Effect']} {operator}" for operator in statement.get("Condition", {})}
            if listed.has_variable(statement):
                out.add(f"{side} variable")
    out.add(f"{min(len(witness['context']), 3)} keys")
    return out


def keep(pairs_path, witnesses_path, answers_path):
    pairs = {pair["name"]: pair for pair in lines(pairs_path)}
    answers = {answer["id"]: answer["answer"] for answer in lines(answers_path)}
    confirmed = []
    for number, witness in enumerate(lines(witnesses_path)):
        old, new = answers[f"{number} old"], answers[f"{number} new"]
        pair = pairs[witness["name"]]
        if new != "Allowed" or old in ("Allowed", "error") or has_own_policy(witness):
            continue
        kept = {**pair, **{key: witness[key] for key in ("action", "resource", "context")}}
        confirmed.append((json.dumps(kept, separators=(",", ":")), forms(pair, witness, old)))
    shown = collections.Counter()
    for text, shows in sorted(confirmed, key=lambda item: len(item[0])):
        if len(text) <= KEPT_BYTES and any(shown[form] < KEPT_OF_A_FORM for form in shows):
            shown.update(shows)
            print(text)


def hold(requests_path, answers_path):
    requests = lines(requests_path)
    answers = [answer["answer"] for answer in lines(answers_path)]
    outcomes = collections.Counter()
    succeeded = []
    for old, new, old_answer, new_answer in zip(requests[::2], requests[1::2], answers[::2], answers[1::2], strict=True):
        if "error" in (old_answer, new_answer):
            outcomes["refused by the other side"] += 1
            continue
        outcomes["answered"] += 1
        outcome = f"{old_answer} to {new_answer}"
        if new_answer == "Allowed" and old_answer != "Allowed":
            found = listed.classes(old) | listed.classes(new)
            outcome += f", {' '.join(sorted(found)) or 'unexplained'}"
            if not found:
                succeeded.append((old, new))
        outcomes[outcome] += 1
    for outcome, number in outcomes.most_common():
        print(f"{number:6} {outcome}")
    for old, new in succeeded[:20]:
        print(json.dumps(old), json.dumps(new), sep="\n")
    return 1 if succeeded else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"] and len(sys.argv) == 4:
        sys.exit(ask(*sys.argv[2:]))
    if sys.argv[1:2] == ["count"] and len(sys.argv) == 5:
        sys.exit(count(*sys.argv[2:]))
    if sys.argv[1:2] == ["keep"] and len(sys.argv) == 5:
        sys.exit(keep(*sys.argv[2:]))
    if sys.argv[1:2] == ["hold"] and len(sys.argv) == 4:
        sys.exit(hold(*sys.argv[2:]))
    sys.exit(__doc__)
