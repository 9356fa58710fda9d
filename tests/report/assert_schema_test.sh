#!/usr/bin/env bash
# Validates answers of `leastwise assert` against rules/schema/assert-v1.schema.json, its files of
# expectations against expectations.schema.json, and sees to it that both schemas refuse what is
# wrong. Exits 77 (skipped) where Python lacks a module.
#
#   assert_schema_test.sh SOURCE LEASTWISE
set -euo pipefail

source_dir=${1:?usage: assert_schema_test.sh SOURCE LEASTWISE}
leastwise=${2:?usage: assert_schema_test.sh SOURCE LEASTWISE}
python=python3
"$python" -c 'import jsonschema, yaml' 2>/dev/null || python=/usr/bin/python3
if ! "$python" -c 'import jsonschema, yaml' 2>/dev/null; then
  echo "skipped: Python has no jsonschema or no yaml (Debian: python3-jsonschema python3-yaml)"
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
policy() { printf '{"Version": "2012-10-17", "Statement": {"Sid": "A", "Effect": "Allow", "Action": %s, "Resource": %s%s}}\n' "$1" "$2" "${3-}"; }
policy '["s3:GetObject", "cloudtrail:*"]' '"*"' >"$scratch/train.json"
policy '"s3:GetObject"' '"arn:aws:s3:::data/*"' >"$scratch/reader.json"
policy '"s3:GetObject"' '"arn:aws:s3:::data/*"' ', "Principal": "*"' >"$scratch/bucket.json"
cat >"$scratch/expectations.yaml" <<'YAML'
version: 1
expectations:
  - name: trail
    policies: ["train.json", "read*.json"]
    never: {actions: ["cloudtrail:StopLogging"]}
  - name: reads
    policies: train.json
    always:
      - {actions: [s3:GetObject], resources: ["arn:aws:s3:::data/*"], context: {aws:SecureTransport: true}}
      - {actions: [s3:PutObject], resources: ["arn:aws:s3:::data/*"], context: {aws:SourceVpce: null}}
  - name: ceiling
    policies: reader.json
    kind: identity
    no-new-access-over: train.json
  - name: private
    policies: bucket.json
    no-public-access: true
  - name: odd
    policies: odd.json
    never: {actions: [s3:GetObject]}
YAML
policy '"s3:GetObject"' '"arn:aws:s3:::data/*"' ', "Condition": {"StringBetween": {"aws:SourceVpc": "v"}}' >"$scratch/odd.json"
"$leastwise" assert "$scratch/expectations.yaml" --format json >"$scratch/answer" || [[ $? == 1 ]]

"$python" - "$source_dir/rules/schema" "$scratch" <<'PY'
import copy, json, sys
import jsonschema, yaml

def validator(name):
    schema = json.load(open(f"{sys.argv[1]}/{name}", encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)

answers = validator("assert-v1.schema.json")
files = validator("expectations.schema.json")
answer = json.load(open(f"{sys.argv[2]}/answer", encoding="utf-8"))
written = yaml.safe_load(open(f"{sys.argv[2]}/expectations.yaml", encoding="utf-8"))
faults = [error.message for error in answers.iter_errors(answer)]
faults += [error.message for error in files.iter_errors(written)]
verdicts = [one["verdict"] for one in answer["expectations"]]
if verdicts != ["broken", "broken", "holds", "broken", "cannot tell"]:
    faults.append(f"other verdicts: {verdicts}")

def without_each_key(good, *path):
    inner = good
    for step in path:
        inner = inner[step]
    for key in inner:
        bad = copy.deepcopy(good)
        target = bad
        for step in path:
            target = target[step]
        del target[key]
        yield f"{'/'.join(map(str, path))} without {key}", bad

def planted(good):
    yield from without_each_key(good)
    yield from without_each_key(good, "expectations", 0)
    yield from without_each_key(good, "expectations", 0, "answers", 0)
    yield from without_each_key(good, "expectations", 0, "answers", 0, "violations", 0)
    yield from without_each_key(good, "expectations", 0, "answers", 0, "violations", 0, "expected")
    yield from without_each_key(good, "expectations", 1, "answers", 1, "violations", 0)
    yield "other key", {**good, "extra": 1}
    yield "other verdict", {**good, "verdict": "PASS"}

def planted_files(good):
    first = good["expectations"][0]
    yield "no version", {"expectations": good["expectations"]}
    yield "other version", {**good, "version": 2}
    yield "nothing expected", {**good, "expectations": []}
    for key in ("name", "policies", "never"):
        yield f"without {key}", {**good, "expectations": [{k: first[k] for k in first if k != key}]}
    yield "unknown key", {**good, "expectations": [{**first, "nevr": {}}]}
    yield "no-public-access: false", {**good, "expectations": [{**first, "no-public-access": False}]}
    yield "empty never", {**good, "expectations": [{**first, "never": {}}]}
    yield "always without actions", {**good, "expectations": [{**first, "always": {"resources": ["*"]}}]}

for name, bad in planted(answer):
    if answers.is_valid(bad):
        faults.append(f"the schema takes an answer that is wrong: {name}")
for name, bad in planted_files(written):
    if files.is_valid(bad):
        faults.append(f"the schema takes a file that is wrong: {name}")
print("\n".join(faults), f"{len(faults)} faults", sep="\n")
sys.exit(bool(faults))
PY
