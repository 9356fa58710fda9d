#!/usr/bin/env bash
# Validates answers of `leastwise diff` against rules/schema/diff-v1.schema.json, and sees to it that
# the schema refuses answers that are wrong. Exits 77 (skipped) where Python has no jsonschema.
#
#   diff_schema_test.sh SOURCE LEASTWISE
set -euo pipefail

source_dir=${1:?usage: diff_schema_test.sh SOURCE LEASTWISE}
leastwise=${2:?usage: diff_schema_test.sh SOURCE LEASTWISE}
python=python3
"$python" -c 'import jsonschema' 2>/dev/null || python=/usr/bin/python3
if ! "$python" -c 'import jsonschema' 2>/dev/null; then
  echo "skipped: Python has no jsonschema (Debian: python3-jsonschema)"
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/old" "$scratch/new"
policy() { printf '{"Version": "2012-10-17", "Statement": {"Sid": "A", "Effect": "Allow", "Action": %s, "Resource": %s}}\n' "$1" "$2"; }
policy '"s3:GetObject"' '"arn:aws:s3:::data/*"' >"$scratch/old/a.json"
policy '["s3:GetObject", "s3:Put*"]' '"arn:aws:s3:::data/*"' >"$scratch/new/a.json"
policy '"s3:*"' '"*"' >"$scratch/old/b.json"
policy '"s3:GetObject"' '"*"' >"$scratch/new/b.json"
policy '"sqs:SendMessage"' '"*"' >"$scratch/new/c.json"
"$leastwise" diff "$scratch/old" "$scratch/new" --format json >"$scratch/answers" || [[ $? == 1 ]]
"$leastwise" diff "$scratch/old/b.json" "$scratch/new/b.json" --format json >>"$scratch/answers"

"$python" - "$source_dir/rules/schema/diff-v1.schema.json" "$scratch/answers" <<'PY'
import copy, json, sys
import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
answers = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
faults = [error.message for answer in answers for error in validator.iter_errors(answer)]
verdicts = [[one["verdict"] for one in answer["comparisons"]] for answer in answers]
if verdicts != [["FAIL", "PASS", "FAIL"], ["PASS"]]:
    faults.append(f"other verdicts: {verdicts}")
if [answer["verdict"] for answer in answers] != ["FAIL", "PASS"]:
    faults.append("other verdicts over all")

def planted(good):
    for key in good:
        bad = copy.deepcopy(good)
        del bad[key]
        yield f"without {key}", bad
    for key in good["comparisons"][0]:
        bad = copy.deepcopy(good)
        del bad["comparisons"][0][key]
        yield f"comparison without {key}", bad
    for key in good["comparisons"][0]["added"][0]:
        bad = copy.deepcopy(good)
        del bad["comparisons"][0]["added"][0][key]
        yield f"grant without {key}", bad
    yield "other key", {**good, "extra": 1}
    yield "other verdict", {**good, "verdict": "MAYBE"}

for name, answer in planted(answers[0]):
    if validator.is_valid(answer):
        faults.append(f"the schema takes an answer that is wrong: {name}")
print("\n".join(faults), f"{len(answers)} answers, {len(faults)} faults", sep="\n")
sys.exit(bool(faults))
PY
