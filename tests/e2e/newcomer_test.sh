#!/usr/bin/env bash
# A team with forty policies takes leastwise up: configuration, baseline, hook; then a change that
# widens a policy, one that narrows another, and a suppression that ends. Offline, in a scratch folder.
#
#   newcomer_test.sh LEASTWISE    LEASTWISE: the program; exits 77 where pre-commit is not installed
#
# With LEASTWISE_TRANSCRIPT=FILE every command is written to FILE with what it printed.
set -euo pipefail

program=$(realpath "${1:?usage: newcomer_test.sh LEASTWISE}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly program source
if ! command -v pre-commit >/dev/null; then
  echo "skipped: pre-commit is not installed" >&2
  exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"/{bin,home,hooks,team}
ln -s "$program" "$scratch/bin/leastwise"
transcript=$(realpath -m "${LEASTWISE_TRANSCRIPT:-$scratch/transcript}")
: >"$transcript"
export PATH=$scratch/bin:$PATH HOME=$scratch/home PRE_COMMIT_HOME=$scratch/home/pre-commit
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.com
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.com LEASTWISE_TODAY=2026-06-01
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE LEASTWISE_CONFIG LEASTWISE_FORMAT LEASTWISE_FAIL_ON \
  LEASTWISE_AUDIENCE

fail() {
  echo "FAILED: $1" >&2
  cat "$scratch/out" >&2
  exit 1
}

say() { printf '\n# %s\n' "$*" >>"$transcript"; }

# runs CODE COMMAND…: it must end with CODE. What it printed is in $scratch/out.
runs() {
  local want=$1 status=0 word
  shift
  printf '$' >>"$transcript"
  for word in "$@"; do
    [[ $word =~ ^[A-Za-z0-9_./:=-]+$ ]] || word="'$word'"
    printf ' %s' "$word" >>"$transcript"
  done
  "$@" >"$scratch/out" 2>&1 </dev/null || status=$?
  sed -E "s#$scratch/##g; s#^(\[[a-z]+( [^]]*)?\] ?)[0-9a-f]{7,}#\1…#" "$scratch/out" |
    { printf '\n'; cat; printf '[exit code %d]\n' "$status"; } >>"$transcript"
  ((status == want)) || fail "\`$*\` should exit with $want, not $status"
}

# commits CODE MESSAGE: all that changed.
commits() {
  git add -A
  runs "$1" git commit -q -m "$2"
}

has() { grep -qF -- "$1" "$scratch/out" || fail "the output should have \`$1\`"; }
lacks() { ! grep -qF -- "$1" "$scratch/out" || fail "the output should not have \`$1\`"; }

# statement SID ACTIONS RESOURCE [MORE]: words of JSON.
statement() {
  printf '    {\n      "Sid": "%s",\n      "Effect": "Allow",\n      "Action": %s,\n      "Resource": %s%s\n    }' \
    "$1" "$2" "$3" "${4:+,$'\n'      $4}"
}

# policy FILE STATEMENT…
policy() {
  local file=$1 separator=""
  shift
  {
    printf '{\n  "Version": "2012-10-17",\n  "Statement": [\n'
    while (($# > 0)); do
      printf '%s%s' "$separator" "$1"
      separator=$',\n'
      shift
    done
    printf '\n  ]\n}\n'
  } >"$file"
}

# Ten policies for a team: seven as they should be, three as they often are.
team_policies() {
  local team=$1 data="arn:aws:s3:::$1-data" out="arn:aws:s3:::$1-models"
  local account=111122223333 passed job
  passed='"Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}'
  mkdir -p "policies/$team"
  for job in train evaluate tune; do
    policy "policies/$team/$job.json" \
      "$(statement ReadData '["s3:GetObject"]' "\"$data/$job/*\"")" \
      "$(statement WriteModels '["s3:PutObject"]' "\"$out/$job/*\"")" \
      "$(statement Log '["logs:CreateLogStream", "logs:PutLogEvents"]' \
        "\"arn:aws:logs:eu-west-1:$account:log-group:/aws/sagemaker/TrainingJobs:*\"")"
  done
  policy "policies/$team/features.json" \
    "$(statement ListData '"s3:ListBucket"' "\"$data\"" '"Condition": {"StringLike": {"s3:prefix": "raw/*"}}')" \
    "$(statement ReadData '"s3:GetObject"' "\"$data/raw/*\"")"
  policy "policies/$team/serve.json" \
    "$(statement ReadModels '["s3:GetObject"]' "\"$out/released/*\"")" \
    "$(statement PullImage '["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]' \
      "\"arn:aws:ecr:eu-west-1:$account:repository/$team/serve\"")" \
    "$(statement LogIn '["ecr:GetAuthorizationToken"]' '"*"')"
  policy "policies/$team/generate.json" \
    "$(statement Invoke '["bedrock:InvokeModel"]' \
      '"arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-text-express-v1"')"
  policy "policies/$team/deploy.json" \
    "$(statement PassServing '"iam:PassRole"' "\"arn:aws:iam::$account:role/$team-serve\"" "$passed")" \
    "$(statement Endpoints '["sagemaker:UpdateEndpoint", "sagemaker:DescribeEndpoint"]' \
      "\"arn:aws:sagemaker:eu-west-1:$account:endpoint/$team-*\"")"
  policy "policies/$team/notebook.json" "$(statement ReadAll '["s3:GetObject"]' '"*"')"
  policy "policies/$team/pipeline.json" "$(statement PassAny '["iam:PassRole"]' '"*"')"
  policy "policies/$team/assistant.json" "$(statement AnyModel '["bedrock:InvokeModel"]' '"*"')"
}

cp "$source/.pre-commit-hooks.yaml" "$scratch/hooks"
git -C "$scratch/hooks" init -q
git -C "$scratch/hooks" add -A
git -C "$scratch/hooks" commit -qm hooks

cd "$scratch/team"
git init -q -b main
for name in ranking speech translation vision; do team_policies "$name"; done
[[ $(find policies -name '*.json' | wc -l) == 40 ]]
git add -A
git commit -qm 'forty policies'

say "A first look."
runs 1 leastwise check --format concise policies
has "policies/vision/notebook.json:8:19: error[LW1003]"
lacks "features.json"
findings=$(grep -c '^policies/' "$scratch/out")
((findings >= 12)) || fail "three policies of each team should have findings"

say "Configuration and baseline: what is there today does not count, what comes does."
runs 0 leastwise config init
runs 0 leastwise baseline create policies
has "wrote $findings findings"
has "add \`baseline: .leastwise-baseline.json\` to \`.leastwise.yaml\`"
runs 0 sed -i 's/^# baseline:/baseline:/' .leastwise.yaml
runs 0 leastwise check policies
has "40 files: no findings"
has "$findings in baseline"

say "The hook."
# The configuration of the README, with the hooks of this tree.
sed -e "s#repo: .*#repo: $scratch/hooks#" -e "s#rev: .*#rev: $(git -C "$scratch/hooks" rev-parse HEAD)#" \
  "$source/packaging/examples/pre-commit-config.yaml" >.pre-commit-config.yaml
runs 0 pre-commit install
commits 0 'take leastwise up'

say "A change that widens one policy is stopped, and the line is named."
git checkout -q -b wider
sed -i 's#arn:aws:s3:::vision-data/train/\*#*#' policies/vision/train.json
runs 0 git diff -U0 policies
commits 1 'let training read more'
has "--> policies/vision/train.json:8:19"
has "error[LW1003]: allows reading the objects of every bucket: \`s3:GetObject\`"
lacks "notebook.json"
runs 1 leastwise diff --base main
has "FAIL"
has "policies/vision/train.json"
runs 1 leastwise check --format github --diff-base main policies
has "::error file=policies/vision/train.json,line=8,"
git reset -q --hard main

say "A change that narrows a policy passes, and its finding leaves the baseline for good."
git checkout -q -b narrower
sed -i 's#"Resource": "\*"#"Resource": "arn:aws:s3:::vision-data/notebooks/*"#' policies/vision/notebook.json
runs 0 git diff -U0 policies
commits 0 'let the notebook read its own data only'
runs 0 leastwise diff --base main
has "PASS"
runs 0 leastwise baseline prune policies
has "1 removed"
commits 0 'forget what was mended'
runs 0 leastwise check policies
has "$((findings - 1)) in baseline"

say "A finding is accepted until a day."
sed -i 's#arn:aws:s3:::vision-data/train/\*#*#' policies/vision/train.json
runs 0 leastwise check --add-suppressions --expires 2026-12-31 \
  --reason 'the catalogue job reads every bucket until the move is done' policies
runs 0 tail -n 7 .leastwise.yaml
commits 0 'accept what training reads until the move is done'
runs 0 leastwise check policies
has "1 suppressed"

say "On the day after, the finding is back, and the entry is named."
export LEASTWISE_TODAY=2027-01-01
runs 1 leastwise check policies
has "--> policies/vision/train.json:8:19"
has "[LW0002]"
has "--> .leastwise.yaml:"
echo "newcomer: all steps passed"
