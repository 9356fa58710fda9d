#!/usr/bin/env bash
# Writes rules/docs: a page for each shipped rule, and an index. `./dev generate` calls it.
#
#   rules/generate.sh LEASTWISE_BINARY
set -euo pipefail

readonly leastwise=${1:?"usage: rules/generate.sh LEASTWISE_BINARY"}
docs=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/docs
readonly docs

index() {
  cat <<'TEXT'
# Rules

Made by `./dev generate` from the packs in `rules/packs`; change those. `leastwise explain RULE`
prints a page, `leastwise rules` this table.

TEXT
  sed -E 's/^\| (LW[0-9]{4}) \|/| [\1](\1.md) |/' <<<"$1"
}

main() {
  local table id page made
  table=$("$leastwise" rules --format markdown)
  made=$(mktemp -d "$docs.XXXXXX")
  # shellcheck disable=SC2064  # the folder of now is meant
  trap "rm -rf '$made'" EXIT
  index "$table" >"$made/README.md"
  while read -r id; do
    page=$("$leastwise" explain --format markdown "$id")
    printf '%s\n' "$page" >"$made/$id.md"
  done < <(sed -nE 's/^\| (LW[0-9]{4}) \|.*/\1/p' <<<"$table")
  chmod 755 "$made"
  rm -rf "$docs"
  mv "$made" "$docs"
}

main
