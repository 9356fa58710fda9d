#!/usr/bin/env bash
# Lints the Dockerfile; a planted fault must be seen. No image is built: that takes a daemon.
#
#   dockerfile_test.sh TOOLS    TOOLS: a folder that keeps the linter, an npm package, between runs
set -euo pipefail

readonly version=1.8.0
tools=$(realpath -m "${1:?usage: dockerfile_test.sh TOOLS}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly tools source
if ! grep -qF "\"version\": \"$version\"" "$tools/node_modules/dockerfilelint/package.json" 2>/dev/null; then
  mkdir -p "$tools"
  npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel=error "dockerfilelint@$version"
fi
lint=$tools/node_modules/.bin/dockerfilelint

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed 's/^FROM debian:12-slim$/FROM debian:latest/' "$source/Dockerfile" >"$scratch/Dockerfile"
if "$lint" "$scratch/Dockerfile" >/dev/null; then
  echo "FAILED: the linter should have seen that no version of the base image is named"
  exit 1
fi
"$lint" "$source/Dockerfile"
