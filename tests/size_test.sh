#!/usr/bin/env bash
# Source files stay short enough to be read in one go: a word above 400 lines, a failure above 600.
#
#   size_test.sh --check ROOT       lists files above either limit; exits 1 above the hard one
#   size_test.sh --self-test ROOT   a planted file of 601 lines must fail, one of 600 must not
set -euo pipefail
readonly soft=400 hard=600

check() {  # check ROOT
  local file lines status=0 list=()
  cd "$1"
  mapfile -t list < <(find lib cmd tests dev .ci rules -type f \
    \( -name '*.cc' -o -name '*.h' -o -name '*.sh' -o -name '*.mjs' -o -name CMakeLists.txt \
    -o -path dev -o -path .ci/run \) 2>/dev/null | LC_ALL=C sort)
  for file in "${list[@]}"; do
    lines=$(wc -l <"$file")
    if ((lines > hard)); then
      echo "$file: $lines lines, above the limit of $hard: split it"
      status=1
    elif ((lines > soft)); then
      echo "$file: $lines lines; think of splitting it above $soft"
    fi
  done
  return "$status"
}

self_test() {
  local scratch
  scratch=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder of now is meant
  trap "rm -rf '$scratch'" EXIT
  mkdir -p "$scratch"/lib/base "$scratch"/{cmd,tests}
  yes 'int i;' | head -n "$hard" >"$scratch/lib/base/long.cc" || true
  (check "$scratch") >/dev/null || { echo "$hard lines were refused" >&2; return 1; }
  echo 'int j;' >>"$scratch/lib/base/long.cc"
  if (check "$scratch") >/dev/null; then
    echo "$((hard + 1)) lines were accepted" >&2
    return 1
  fi
}

case "${1:-}" in
  --check) check "$2" ;;
  --self-test) self_test ;;
  *) echo "usage: size_test.sh --check|--self-test ROOT" >&2; exit 2 ;;
esac
