#!/usr/bin/env bash
# Asks the committed completions what bash, zsh and fish would offer, and lints the manual page. What
# is not installed is named and passed over.
#
#   completions_test.sh LEASTWISE    LEASTWISE: the program; it is asked for the ids of rules
set -euo pipefail

program=$(realpath "${1:?usage: completions_test.sh LEASTWISE}")
share=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../../packaging/share" && pwd)
readonly program share
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/policies"
ln -s "$program" "$scratch/bin/leastwise"
touch "$scratch/policies/a job.json"
export PATH=$scratch/bin:$PATH HOME=$scratch
cd "$scratch"

installed() {
  command -v "$1" >/dev/null || { echo "passed over: $1 is not installed"; return 1; }
}

# wants SHELL CALL WORD…: what SHELL offers at the end of CALL has each WORD as a line.
wants() {
  local shell=$1 call=$2 word
  shift 2
  "offers_$shell" "$call" >out
  for word in "$@"; do
    grep -qxF -e "$word" out || {
      printf 'FAILED: %s: "%s" should offer "%s", not:\n' "$shell" "$call" "$word"
      cat out
      exit 1
    }
  done
}

offers_bash() {
  bash --norc -c '
    source "$1"
    read -r -a COMP_WORDS <<<"${2//=/ = }"
    [[ $2 != *" " ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _leastwise
    printf "%s\n" "${COMPREPLY[@]}"' bash "$share/leastwise.bash" "$1"
}

offers_fish() { fish --no-config -c "source '$share/leastwise.fish'; complete -C '$1'" | cut -f 1; }

# The functions of zsh that would show something print what they were told instead.
offers_zsh() {
  zsh -f -c '
    _arguments() { print -rl -- "$@" }
    _describe() { print -rl -- ${(P)4%%:*} }
    _files() { print -r -- FILES }
    words=(${=2}); [[ $2 != *" " ]] || words+=("")
    CURRENT=$#words
    source "$1"' zsh "$share/_leastwise" "$1"
}

each_shell() {
  local shell=$1
  wants "$shell" "leastwise " check baseline completions version
  wants "$shell" "leastwise baseline " create update prune
}

each_shell bash
wants bash "leastwise po" policies
wants bash "leastwise check --fail" --fail-on
wants bash "leastwise check --format " sarif gitlab
wants bash "leastwise check --format=sa" sarif
wants bash "leastwise --aud" --audience
wants bash "leastwise check policies/" "policies/a job.json"
wants bash "leastwise explain LW100" LW1001 LW1003
wants bash "leastwise config sh" show
[[ -z $(offers_bash "leastwise completions bash --no-such") ]]

if installed fish; then
  each_shell fish
  wants fish "leastwise check --fail" --fail-on
  wants fish "leastwise check --format " sarif gitlab
  wants fish "leastwise explain LW100" LW1001 LW1003
fi
if installed zsh; then
  wants zsh "leastwise " check baseline completions FILES
  wants zsh "leastwise baseline " "1:what to do:(create update prune)"
  wants zsh "leastwise policies --" "*:PATH:_files" "*--exit-zero[findings do not make the exit code 1]"
  wants zsh "leastwise explain " "*:RULE:_leastwise_rules"
fi
if installed mandoc; then
  mandoc -T lint -W warning "$share/leastwise.1" | grep -v 'missing date' && exit 1
  mandoc -T ascii "$share/leastwise.1" | col -b >page
  for line in NAME "EXIT STATUS" "       --fail-on SEV[:CONF]" "   leastwise completions"; do
    grep -qxF -e "$line" page || { echo "FAILED: the manual page lacks the line \"$line\""; exit 1; }
  done
fi
echo "completions: all steps passed"
