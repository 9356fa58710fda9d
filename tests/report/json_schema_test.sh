#!/usr/bin/env bash
# Validates json reports against rules/schema/json-v1.schema.json, and sees to it that the schema
# refuses reports that are wrong. Exits 77 (skipped) where Python has no jsonschema.
#
#   json_schema_test.sh SOURCE [LEASTWISE]    SOURCE: the repository; LEASTWISE: also check a report
#                                             that this program writes
set -euo pipefail

source_dir=${1:?usage: json_schema_test.sh SOURCE [LEASTWISE]}
readonly source_dir
# Debian's package serves Debian's Python alone.
python=python3
"$python" -c 'import jsonschema' 2>/dev/null || python=/usr/bin/python3
if ! "$python" -c 'import jsonschema' 2>/dev/null; then
  echo "skipped: Python has no jsonschema (Debian: python3-jsonschema)"
  exit 77
fi

reports=("$source_dir"/testdata/report/json/*.golden)
if [[ -n ${2-} ]]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  printf '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}' \
    >"$scratch/policy.json"
  "$2" check --statistics --exit-zero --audience auditor --format json="$scratch/report.json" \
    "$scratch/policy.json" >/dev/null
  reports+=("$scratch/report.json")
fi

"$python" - "$source_dir/rules/schema/json-v1.schema.json" "${reports[@]}" <<'PY'
import copy, json, sys
import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
faults = 0
reports = {path: json.load(open(path, encoding="utf-8")) for path in sys.argv[2:]}
for path, report in reports.items():
    for error in validator.iter_errors(report):
        faults += 1
        print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")

def planted():
    """Reports with one mistake each."""
    good = next(report for report in reports.values() if report["findings"])
    def change(edit):
        bad = copy.deepcopy(good)
        edit(bad)
        return bad
    finding = good["findings"][0]
    for key in finding:
        yield f"without {key}", change(lambda bad: bad["findings"][0].pop(key))
    measured = next(report for report in reports.values() if report.get("statistics"))
    for key in measured["statistics"][0]:
        bad = copy.deepcopy(measured)
        del bad["statistics"][0][key]
        yield f"statistics without {key}", bad
    yield "other key", change(lambda bad: bad["findings"][0].update(extra=1))
    yield "line 0", change(lambda bad: bad["findings"][0].update(line=0))
    yield "other severity", change(lambda bad: bad["findings"][0].update(severity="fatal"))
    yield "other format", change(lambda bad: bad.update(format="json-v2"))
    yield "without a count", change(lambda bad: bad["summary"]["severity"].pop("high"))
    yield "other count", change(lambda bad: bad["summary"]["disposition"].update(lost=1))

for name, report in planted():
    if validator.is_valid(report):
        faults += 1
        print(f"the schema takes a report that is wrong: {name}")
print(f"{len(reports)} reports, {faults} faults")
sys.exit(faults > 0)
PY
