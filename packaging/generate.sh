#!/usr/bin/env bash
# Writes packaging/share: the manual page and the completions of shells, from the options of the
# program itself. `./dev generate` calls it.
#
#   packaging/generate.sh LEASTWISE_BINARY
set -euo pipefail

readonly leastwise=${1:?"usage: packaging/generate.sh LEASTWISE_BINARY"}
share=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/share
readonly share

mkdir -p "$share"
"$leastwise" manual >"$share/leastwise.1"
"$leastwise" completions bash >"$share/leastwise.bash"
"$leastwise" completions zsh >"$share/_leastwise"
"$leastwise" completions fish >"$share/leastwise.fish"
