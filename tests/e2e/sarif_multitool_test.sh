#!/usr/bin/env bash
# Validates SARIF logs as GitHub's code scanning wants them: against the schema, and with Microsoft's
# multitool, its rules for GitHub switched on. Neither may have an error or a warning to report.
#
#   sarif_multitool_test.sh LEASTWISE TOOLS    LEASTWISE: the program; TOOLS: a folder that keeps the
#                                              multitool, an npm package, between runs
set -euo pipefail

readonly version=5.7.0
program=$(realpath "${1:?usage: sarif_multitool_test.sh LEASTWISE TOOLS}")
tools=$(realpath -m "${2:?usage: sarif_multitool_test.sh LEASTWISE TOOLS}")
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly program tools here
readonly package=$tools/node_modules/@microsoft/sarif-multitool-linux

if ! grep -qF "\"version\": \"$version\"" "$package/package.json" 2>/dev/null; then
  mkdir -p "$tools"
  npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel=error \
    "@microsoft/sarif-multitool-linux@$version"
fi
chmod +x "$package/Sarif.Multitool"
# The first Python that has the module: Debian's package serves Debian's Python alone.
python=python3
"$python" -c 'import jsonschema' 2>/dev/null || python=/usr/bin/python3
# Without it the program wants an ICU library.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0

validate() {  # validate NAME LOG: prints each complaint, and counts them
  local report=$scratch/$1.report.sarif
  if ! "$python" - "$package/sarif-2.1.0.json" "$2" <<'PY'; then
import json, sys, jsonschema
schema, log = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
errors = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(log))
for error in errors[:20]:
    print("schema:", "/".join(map(str, error.absolute_path)), error.message[:300])
sys.exit(bool(errors))
PY
    echo "$1: the log does not fit the schema"
    faults=$((faults + 1))
  fi
  # Its exit code is 0 whatever it finds: only the count in its own log tells.
  rm -f "$report"
  "$package/Sarif.Multitool" validate -c "$here/sarif-multitool.json" --rule-kind 'Sarif;Ghas' \
    --level 'Error;Warning;Note' -o "$report" --log 'ForceOverwrite;PrettyPrint' "$2" \
    >"$scratch/$1.out" 2>&1 || true
  if [[ ! -s $report ]]; then
    cat "$scratch/$1.out"
    echo "$1: the multitool wrote no report"
    faults=$((faults + 1))
    return
  fi
  jq -r --arg name "$1" '.runs[] | .results[]? | select((.level // "warning") != "note") |
    "\($name): \(.level // "warning") \(.ruleId) \(.message.arguments // .message.text | tostring)"' \
    "$report" | tee "$scratch/$1.faults"
  faults=$((faults + $(wc -l <"$scratch/$1.faults")))
}

# The gate must be able to fail, and by the rules that only the settings switch on.
cat >"$scratch/planted.sarif" <<'JSON'
{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "leastwise"}},
  "results": [{"ruleId": "LW0000", "message": {"text": "No place."}, "locations": []}]}]}
JSON
validate planted "$scratch/planted.sarif" >"$scratch/planted.seen"
if ! grep -q 'error GH1001' "$scratch/planted.seen"; then
  echo "the planted fault was not seen: the multitool or its settings do not work"
  exit 1
fi
faults=0

lint() {  # lint NAME ARG…: a SARIF log of one run in the scratch repository
  local name=$1 status=0 results
  shift
  "$program" check --format sarif="$scratch/$name.sarif" "$@" >/dev/null 2>"$scratch/$name.err" || status=$?
  if ((status > 4)) || [[ ! -s $scratch/$name.sarif ]]; then
    cat "$scratch/$name.err"
    echo "$name: leastwise wrote no log (exit $status)"
    exit 1
  fi
  results=$(jq '[.runs[].results | length] | add' "$scratch/$name.sarif")
  echo "$name: $results results, exit $status"
  validate "$name" "$scratch/$name.sarif"
}

compare() {  # compare NAME RESULTS ARG…: a SARIF log of `diff` with at least so many results
  local name=$1 least=$2 status=0 results
  shift 2
  "$program" diff --format sarif="$scratch/$name.sarif" "$@" >/dev/null 2>"$scratch/$name.err" || status=$?
  if ((status > 4)) || [[ ! -s $scratch/$name.sarif ]]; then
    cat "$scratch/$name.err"
    echo "$name: leastwise wrote no log (exit $status)"
    exit 1
  fi
  results=$(jq '[.runs[].results | length] | add' "$scratch/$name.sarif")
  echo "$name: $results results, exit $status"
  ((results >= least)) || { echo "$name: fewer results than $least"; exit 1; }
  validate "$name" "$scratch/$name.sarif"
}

# Everything a log can hold: findings of many rules in names with spaces and beyond ASCII, a file
# that is no JSON, and nothing at all.
mkdir -p "$scratch/repository/policies/Größe 1"
cd "$scratch/repository"
git init -q .
cat >policies/all.json <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Sid": "Everything", "Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Effect": "Allow", "Action": ["iam:PassRole", "s3:*", "ecr:*", "bedrock:*"], "Resource": "*"}]}
JSON
cp policies/all.json "policies/Größe 1/name with spaces & ünïcode.json"
printf '{\r\n  "Version": "2012-10-17",\r\n  "Statement": [{"Effect": "Allow", "Action": "sagemaker:*",\r\n    "Resource": "*"}]\r\n}\r\n' >policies/crlf.json
cat >policies/trust.json <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
JSON
printf '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", }]}' >policies/broken.json
mkdir clean
cat >clean/reader.json <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::training-data/corpus/*"}]}
JSON
lint every-audience --audience auditor policies
lint clean clean
[[ $(jq '[.runs[].results | length] | add' "$scratch/every-audience.sarif") -ge 5 ]] ||
  { echo "every-audience: fewer results than there are faults in the policies"; exit 1; }
# Of diff: added today and later, new files, UNKNOWN, what cannot be compared, and nothing at all.
cd "$scratch/repository"
mkdir before after
cp clean/reader.json before
cp policies/*.json "policies/Größe 1/name with spaces & ünïcode.json" clean/reader.json after
rm after/broken.json
printf '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]}' >before/later.json
printf '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": ["sts:GetCallerIdentity", "sts:Zz*"], "Resource": "*"}]}' >after/later.json
printf '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"StringSounds": {"a:b": "c"}}}]}' >after/unknown.json
printf '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Alow", "Action": "sqs:*", "Resource": "*"}]}' >after/bad.json
compare diff 6 before after
for id in LW0101 LW0102 LW0103; do
  jq -e --arg id "$id" '[.runs[].results[] | select(.ruleId == $id)] | length > 0' "$scratch/diff.sarif" >/dev/null ||
    { echo "diff: no result of $id"; exit 1; }
done
compare diff-clean 0 before clean
if [[ -d $here/../../testdata ]]; then
  cd "$here/../.."
  lint testdata --audience auditor testdata
fi

((faults == 0)) || { echo "SARIF: $faults errors and warnings"; exit 1; }
echo "SARIF: 0 errors, 0 warnings"
