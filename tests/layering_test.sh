#!/usr/bin/env bash
# Holds the layers of lib/ to the drawing below, and keeps out what the code base does without.
#
#   base <- tree <- iam <- access <- { input, engine, config } <- linter <- cmd
#                          engine <- report <- cmd     input, engine and config do not know each other
#
#   layering_test.sh --check ROOT       prints file:line: fault; exits 1 if there is any
#   layering_test.sh --self-test ROOT   plants every kind of fault in a scratch tree; each must be seen
set -euo pipefail

read -r -d '' program <<'AWK' || true
BEGIN {
  may["base"] = " base "
  may["tree"] = " base tree "
  may["iam"] = " base tree iam "
  may["access"] = " base tree iam access "
  may["input"] = may["access"] "input "
  may["engine"] = may["access"] "engine "
  may["config"] = may["access"] "config "
  may["report"] = may["engine"] "report "
  may["linter"] = " base tree iam access input engine config linter "
}
function fault(text) {
  printf "%s:%d: %s\n", FILENAME, FNR, text
  faults++
}
function only(pattern, allowed, name) {
  if (line ~ pattern && folder !~ allowed) fault(name " is included outside " allowed)
}
FNR == 1 {
  parts = split(FILENAME, part, "/")
  top = part[1]
  layer = top == "lib" ? part[2] : ""
  folder = top == "lib" ? "lib/" layer : FILENAME
  if (layer != "" && !(layer in may)) fault("`" layer "` is no layer: draw it in tests/layering_test.sh")
  if (layer != "" && part[parts] ~ /^(utils?|helpers?|common|misc)[._]/)
    fault("a file is named for what it does, not `" part[parts] "`")
  guard = ""
  in_comment = 0
}
{
  line = $0
  sub(/\r$/, "", line)
  if (in_comment) {
    if (!match(line, /\*\//)) next
    line = substr(line, RSTART + 2)
    in_comment = 0
  }
}
line ~ /^[ \t]*#[ \t]*include/ {
  if (layer != "" && match(line, /"[a-z_]+\//)) {
    target = substr(line, RSTART + 1, RLENGTH - 2)
    if (layer in may && index(may[layer], " " target " ") == 0)
      fault("lib/" layer " may not include lib/" target)
  }
  if (top != "tests") {
    only("[<\"]simdjson", "^lib/tree$", "simdjson")
    only("[<\"](yaml-cpp/|yaml\\.h)", "^lib/tree$", "a YAML library")
    only("[<\"]tree_sitter/", "^lib/tree$", "tree-sitter")
    only("[<\"]CLI/", "^cmd/leastwise/", "CLI11")
    only("[<\"]nlohmann/", "^lib/report$", "nlohmann json")
    only("[<\"]pugixml", "^lib/report$", "pugixml")
    only("[<\"]re2/", "^lib/engine$", "re2")
    if (line ~ /[<"](regex|regex\.h|fnmatch\.h)[>"]/) fault("wildcards are matched by iam/glob.h alone")
    if (line ~ /[<"](sys\/socket\.h|netdb\.h|arpa\/inet\.h|netinet\/.*|curl\/.*)[>"]/)
      fault("there is no network code in this program")
  }
  next
}
{
  # What stands in strings and comments is not code.
  gsub(/\\["\\]/, "", line)
  gsub(/'"'/, "", line)
  gsub(/"[^"]*"/, "\"\"", line)
  sub(/\/\/.*/, "", line)
  while (match(line, /\/\*([^*]|\*[^\/])*\*\//))
    line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
  if (match(line, /\/\*/)) {
    in_comment = 1
    line = substr(line, 1, RSTART - 1)
  }
}
top == "tests" { next }
line ~ /(^|[^A-Za-z0-9_])throw([^A-Za-z0-9_]|$)/ { fault("own code does not throw: return a Result") }
line ~ /std::(w?regex|regex_[a-z]+)/ { fault("wildcards are matched by iam/glob.h alone") }
line ~ /(^|[^A-Za-z0-9_])fnmatch[ \t]*\(/ { fault("wildcards are matched by iam/glob.h alone") }
line ~ /(^|[^A-Za-z0-9_])(popen|system)[ \t]*\(/ { fault("programs are started without a shell") }
line ~ /^[ \t]*using namespace/ { fault("no `using namespace`") }
line ~ /^[ \t]*#[ \t]*pragma once/ { fault("headers have include guards") }
FILENAME ~ /\.h$/ && guard == "" && line ~ /^#ifndef/ {
  guard = line
  sub(/^#ifndef[ \t]+/, "", guard)
  wanted = FILENAME
  sub(/^(lib|cmd)\//, "", wanted)
  gsub(/[^A-Za-z0-9]/, "_", wanted)
  wanted = "LEASTWISE_" toupper(wanted) "_"
  if (guard != wanted) fault("the include guard should be " wanted)
}
END { exit faults > 0 }
AWK

check() {  # check ROOT
  local files=()
  cd "$1"
  mapfile -t files < <(find lib cmd tests \( -name '*.cc' -o -name '*.h' \) | LC_ALL=C sort)
  awk "$program" "${files[@]}"
}

plant() {  # plant PATH TEXT: one faulty file in the scratch tree
  mkdir -p "$scratch/$(dirname "$1")"
  printf '%b' "$2" >"$scratch/$1"
}

expect() {  # expect PATH:LINE
  if ! grep -qF "$1: " <<<"$seen"; then
    echo "not seen: $1" >&2
    missed=1
  fi
}

self_test() {
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  missed=0
  mkdir -p "$scratch"/{lib,cmd,tests}
  plant lib/base/up.cc '#include "tree/node.h"\n'
  plant lib/input/side.cc '#include "base/a.h"\n#include "engine/rule.h"\n'
  plant lib/config/side.cc '#include "input/a.h"\n'
  plant lib/linter/report.cc '#include "report/reporter.h"\n'
  plant lib/iam/json.cc '#include <simdjson.h>\n#include <yaml-cpp/yaml.h>\n#include <yaml.h>\n#include <re2/re2.h>\n'
  plant lib/engine/third.cc '#include <nlohmann/json.hpp>\n#include <CLI/CLI.hpp>\n'
  plant cmd/knowledge/cli.cc '#include <CLI/CLI.hpp>\n'
  plant lib/access/throw.cc 'void F() {\n  throw 1;\n}\n'
  plant lib/iam/regex.cc '#include <regex>\nstd::regex r;\n#include <fnmatch.h>\nint i = fnmatch(a, b, 0);\n'
  plant lib/base/shell.cc '#include <sys/socket.h>\nint i = system("ls");\n'
  plant lib/tree/utils.h '#pragma once\nusing namespace std;\n'
  plant lib/tree/guard.h '#ifndef GUARD_H\n#define GUARD_H\n#endif\n'
  plant lib/extra/new.cc 'int i;\n'
  plant lib/report/good.cc '#include <nlohmann/json.hpp>\n#include "engine/rule.h"\nchar c = \x27"\x27; auto g = "/*";\n// never throw\nauto s = "throw";\n/* throw\n throw */ int i;\n'
  plant cmd/leastwise/good.cc '#include <CLI/CLI.hpp>\n#include "report/reporter.h"\n'
  plant tests/iam/good_test.cc '#include <nlohmann/json.hpp>\n#include <regex>\n'
  seen=$(check "$scratch" || true)
  local place
  for place in lib/base/up.cc:1 lib/input/side.cc:2 lib/config/side.cc:1 lib/linter/report.cc:1 \
    lib/iam/json.cc:{1,2,3,4} lib/engine/third.cc:{1,2} cmd/knowledge/cli.cc:1 lib/access/throw.cc:2 \
    lib/iam/regex.cc:{1,2,3,4} lib/base/shell.cc:{1,2} lib/tree/utils.h:{1,2} lib/tree/guard.h:1 \
    lib/extra/new.cc:1; do
    expect "$place"
  done
  if grep -F 'good' <<<"$seen"; then
    echo "a good file was blamed" >&2
    missed=1
  fi
  return "$missed"
}

case "${1:-}" in
  --check) check "$2" ;;
  --self-test) self_test ;;
  *) echo "usage: layering_test.sh --check|--self-test ROOT" >&2; exit 2 ;;
esac
