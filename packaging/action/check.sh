#!/usr/bin/env bash
# The step of action.yml that runs leastwise: annotations on standard output, the report for code
# scanning in a file, a table in the summary of the job. Exits as `leastwise check` does.
set -euo pipefail

program=${INPUT_PROGRAM:-$GITHUB_ACTION_PATH/build/release/cmd/leastwise/leastwise}
sarif=${INPUT_SARIF:-leastwise.sarif}
summary=$(mktemp "${RUNNER_TEMP:-/tmp}/leastwise-XXXXXX")
readonly program sarif summary
trap 'rm -f "$summary"' EXIT
if [[ $sarif == *$'\n'* ]]; then
  echo "leastwise: the input \`sarif\` has more than one line" >&2
  exit 2
fi

paths=()
while IFS= read -r path; do
  [[ -z ${path//[[:space:]]/} ]] || paths+=("$path")
done <<<"$INPUT_PATHS"

options=(--format github --format "sarif=$sarif" --format "markdown=$summary" --root "$GITHUB_WORKSPACE")
[[ -z ${INPUT_CONFIG:-} ]] || options+=(--config="$INPUT_CONFIG")
[[ -z ${INPUT_FAIL_ON:-} ]] || options+=(--fail-on="$INPUT_FAIL_ON")
[[ -z ${INPUT_DIFF_BASE:-} ]] || options+=(--diff-base="$INPUT_DIFF_BASE")

cd "$GITHUB_WORKSPACE"
rm -f -- "$sarif"  # of an earlier step
status=0
"$program" check "${options[@]}" -- "${paths[@]}" || status=$?
[[ ! -s $sarif ]] || printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
cat "$summary" >>"$GITHUB_STEP_SUMMARY"
exit "$status"
