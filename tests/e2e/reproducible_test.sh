#!/usr/bin/env bash
# Builds the last commit once more, in a folder of another name and without a compiler cache, and
# compares: the program, and the packages that are made of it, must have the same bytes.
#
#   reproducible_test.sh BUILD_FOLDER    of the last commit, by the preset `release`
set -euo pipefail

build=$(realpath "${1:?usage: reproducible_test.sh BUILD_FOLDER}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly build source program=cmd/leastwise/leastwise
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "FAILED: $1"; exit 1; }

changed=$(git -C "$source" status --porcelain --untracked-files=no)
[[ -z $changed ]] || fail "what is not committed cannot be built again: $changed"
readonly copy=$scratch/somewhere/else
mkdir -p "$copy"
git -C "$source" archive HEAD | tar -x -C "$copy"
export CCACHE_DISABLE=1
{ cmake -S "$copy" --preset release && cmake --build "$copy/build/release" --target leastwise; } \
  >"$scratch/build.log" 2>&1 || { tail -n 40 "$scratch/build.log"; fail "the copy does not build"; }
again=$copy/build/release
cmp "$build/$program" "$again/$program" || fail "the program is another one in another folder"

# made BUILD FOLDER
made() {
  SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct) \
    cpack --config "$1/CPackConfig.cmake" -B "$2" >"$2.log" 2>&1 || { cat "$2.log"; fail "no packages"; }
}
made "$build" "$scratch/first"
made "$again" "$scratch/second"
packages=$(cd "$scratch/first" && find . -maxdepth 1 -name 'leastwise[_-]*.*' | sort)
[[ $(wc -l <<<"$packages") -ge 2 ]] || fail "two packages should have been made: $packages"
while IFS= read -r package; do
  cmp "$scratch/first/$package" "$scratch/second/$package" || fail "$package is another one in another folder"
done <<<"$packages"
echo "the same bytes: $program, $(tr '\n' ' ' <<<"${packages//.\//}")"
