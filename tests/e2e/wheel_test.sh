#!/usr/bin/env bash
# Makes the wheel of a build twice, compares, and lets pre-commit install it from a folder, as it would
# from a package index: a hook whose users need nothing installed. Offline.
#
#   wheel_test.sh BUILD_FOLDER    exits 77 where pre-commit or patchelf is not installed
set -euo pipefail

build=$(realpath "${1:?usage: wheel_test.sh BUILD_FOLDER}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly build source
for tool in pre-commit patchelf; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed" >&2; exit 77; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch"/{home,team/policies,first,second}
cmake --install "$build" --prefix "$scratch/prefix" >/dev/null
export SOURCE_DATE_EPOCH=1790000000
wheel=$("$source/packaging/make_wheel.py" "$scratch/prefix" "$scratch/first")
again=$("$source/packaging/make_wheel.py" "$scratch/prefix" "$scratch/second")
cmp "$wheel" "$again"
rm -rf "$scratch/prefix"
version=$(basename "$wheel" | cut -d - -f 2)

export HOME=$scratch/home PRE_COMMIT_HOME=$scratch/home/pre-commit
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$scratch/first PIP_DISABLE_PIP_VERSION_CHECK=1
export GIT_CONFIG_NOSYSTEM=1
unset LEASTWISE_CONFIG LEASTWISE_FORMAT LEASTWISE_FAIL_ON LEASTWISE_AUDIENCE
cd "$scratch/team"
git init -q
cat >.pre-commit-config.yaml <<YAML
repos:
- repo: local
  hooks:
  - id: leastwise
    name: leastwise
    language: python
    additional_dependencies: [leastwise==$version]
    entry: leastwise check --force-exclude
    types: [json]
    require_serial: true
YAML
cat >policies/train.json <<'JSON'
{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
JSON
git add -A
status=0
pre-commit run --all-files >"$scratch/out" 2>&1 || status=$?
if ((status != 1)) || ! grep -qF 'policies/train.json:2:' "$scratch/out"; then
  cat "$scratch/out"
  echo "FAILED: the hook should have found the fault"
  exit 1
fi
sed -i 's#"Action": "\*", "Resource": "\*"#"Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/train/*"#' policies/train.json
git add -A
pre-commit run --all-files >"$scratch/out" 2>&1 || { cat "$scratch/out"; echo "FAILED: the mended policy should pass"; exit 1; }
# The libraries are those of the wheel, not of the machine.
program=$(find "$PRE_COMMIT_HOME" -path '*/bin/leastwise')
ldd "$program" | grep -qE "libsimdjson.* => .*/lib/leastwise/" || { ldd "$program"; exit 1; }
echo "wheel: all steps passed"
