#!/usr/bin/env bash
# Runs the hook of .pre-commit-hooks.yaml as its users do: tried out on a repository, then installed
# in one, where it must stop a commit. Offline; nothing outside a scratch folder is written.
#
#   pre_commit_test.sh LEASTWISE    LEASTWISE: the program; exits 77 where pre-commit is not installed
set -euo pipefail

program=$(realpath "${1:?usage: pre_commit_test.sh LEASTWISE}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly program source
if ! command -v pre-commit >/dev/null; then
  echo "skipped: pre-commit is not installed" >&2
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"/{bin,home,hooks,work}
ln -s "$program" "$scratch/bin/leastwise"
export PATH=$scratch/bin:$PATH HOME=$scratch/home PRE_COMMIT_HOME=$scratch/home/pre-commit
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.com
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.com
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE LEASTWISE_CONFIG LEASTWISE_FORMAT LEASTWISE_FAIL_ON

fail() {
  echo "FAILED: $1" >&2
  cat "$scratch/out" >&2
  exit 1
}

wants() {  # wants TEXT: in the last output
  grep -qF -- "$1" "$scratch/out" || fail "the output should have \`$1\`"
}

# A hook repository with nothing but the manifest: the clone that pre-commit makes of ours has no
# more that matters to a hook of the language `system`.
cp "$source/.pre-commit-hooks.yaml" "$scratch/hooks"
git -C "$scratch/hooks" init -q
git -C "$scratch/hooks" add -A
git -C "$scratch/hooks" commit -qm hooks

cd "$scratch/work"
git init -q
mkdir policies
cat >policies/trainer.json <<'JSON'
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"}
  ]
}
JSON
cat >policies/reader.json <<'JSON'
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::training-data/corpus/*"}
  ]
}
JSON
echo '{"name": "a-package", "version": "1.0.0"}' >package.json
git add -A

if pre-commit try-repo "$scratch/hooks" leastwise-system --all-files --verbose >"$scratch/out" 2>&1; then
  fail "a policy that allows everything should fail the hook"
fi
wants "exit code: 1"
wants "policies/trainer.json:4:"
grep -qE '(reader|package)\.json:[0-9]+' "$scratch/out" && fail "only trainer.json has a finding"

# The configuration of the README, with the hooks of this tree.
sed -e "s#repo: .*#repo: $scratch/hooks#" -e "s#rev: .*#rev: $(git -C "$scratch/hooks" rev-parse HEAD)#" \
  "$source/packaging/examples/pre-commit-config.yaml" >.pre-commit-config.yaml
git add -A
pre-commit install >"$scratch/out" 2>&1 || fail "the hook cannot be installed"
if git commit -m "allow everything" >"$scratch/out" 2>&1; then
  fail "the installed hook should have stopped the commit"
fi
wants "policies/trainer.json:4:"

cp policies/reader.json policies/trainer.json
git add -A
git commit -m "allow what is needed" >"$scratch/out" 2>&1 || fail "the fixed policy should be committed"
wants "Passed"

# A commit that touches no policy is none of the hook's business.
echo '{"name": "a-package", "version": "1.0.1"}' >package.json
git add -A
git commit -m "a new version" >"$scratch/out" 2>&1 || fail "JSON that is no policy should pass"
echo "pre-commit: all steps passed"
