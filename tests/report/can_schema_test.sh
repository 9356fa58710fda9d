#!/usr/bin/env bash
# Validates answers of `leastwise can` against rules/schema/can-v1.schema.json, and sees to it that
# the schema refuses answers that are wrong. Exits 77 (skipped) where Python has no jsonschema.
#
#   can_schema_test.sh SOURCE LEASTWISE
set -euo pipefail

source_dir=${1:?usage: can_schema_test.sh SOURCE LEASTWISE}
leastwise=${2:?usage: can_schema_test.sh SOURCE LEASTWISE}
python=python3
"$python" -c 'import jsonschema' 2>/dev/null || python=/usr/bin/python3
if ! "$python" -c 'import jsonschema' 2>/dev/null; then
  echo "skipped: Python has no jsonschema (Debian: python3-jsonschema)"
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/policy.json" <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*"},
  {"Sid": "Plain", "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
   "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
JSON
ask() { "$leastwise" can "$scratch/policy.json" --format json "$@" >>"$scratch/answers" || [[ $? == 1 ]]; }
ask --action s3:GetObject --resource arn:aws:s3:::data/x
ask --action s3:GetObject --resource arn:aws:s3:::other/x
ask --action s3:PutObject --resource arn:aws:s3:::data/x
ask --action s3:PutObject --resource arn:aws:s3:::data/x --context aws:SecureTransport=false

"$python" - "$source_dir/rules/schema/can-v1.schema.json" "$scratch/answers" <<'PY'
import copy, json, sys
import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
answers = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
faults = [error.message for answer in answers for error in validator.iter_errors(answer)]
verdicts = [answer["verdict"] for answer in answers]
if verdicts != ["allowed", "implicitly-denied", "cannot-tell", "explicitly-denied"]:
    faults.append(f"other verdicts: {verdicts}")

def planted(good):
    for key in good:
        bad = copy.deepcopy(good)
        del bad[key]
        yield f"without {key}", bad
    for key in good["statements"][0]:
        bad = copy.deepcopy(good)
        del bad["statements"][0][key]
        yield f"statement without {key}", bad
    yield "other key", {**good, "extra": 1}
    yield "other verdict", {**good, "verdict": "maybe"}

for name, answer in planted(answers[0]):
    if validator.is_valid(answer):
        faults.append(f"the schema takes an answer that is wrong: {name}")
print("\n".join(faults), f"{len(answers)} answers, {len(faults)} faults", sep="\n")
sys.exit(bool(faults))
PY
