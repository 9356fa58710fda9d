#!/usr/bin/env bash
# Installs a build, moves the tree, and runs the program from there with the build out of its sight.
#
#   install_test.sh BUILD_FOLDER
set -euo pipefail

build=$(realpath "${1:?usage: install_test.sh BUILD_FOLDER}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/moved here"
cd "$scratch"
program="$scratch/moved here/bin/leastwise"
for file in LICENSE NOTICE; do
  [[ -s "$scratch/moved here/share/doc/leastwise/$file" ]] || { echo "$file is not installed"; exit 1; }
done
if grep -rqF "$build" "$scratch/moved here"; then
  echo "the installed tree names the build folder:"
  grep -rlF "$build" "$scratch/moved here"
  exit 1
fi

cat >policy.json <<'JSON'
{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
JSON
status=0
"$program" check policy.json >out 2>&1 || status=$?
if ((status != 1)) || ! grep -q 'policy.json:2:' out; then
  cat out
  echo "the moved program should find a fault in policy.json and exit 1, not $status"
  exit 1
fi
"$program" version
