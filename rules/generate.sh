#!/usr/bin/env bash
# Writes rules/docs: a page for each shipped rule, and an index. `./dev generate` calls it.
#
#   rules/generate.sh LEASTWISE_BINARY
set -euo pipefail

readonly leastwise=${1:?"usage: rules/generate.sh LEASTWISE_BINARY"}
docs=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/docs
readonly docs

# Into a new folder: the page of a rule that is gone goes too.
made=$(mktemp -d "$docs.XXXXXX")
trap 'rm -rf "$made"' EXIT
"$leastwise" pack docs --out "$made"
chmod 755 "$made"
rm -rf "$docs"
mv "$made" "$docs"
