# Made by `./dev generate` from the options of the program.
_leastwise_rules() { leastwise rules 2>/dev/null | sed -n 's/^\(LW[0-9]*\) .*/\1/p'; }

# shellcheck shell=bash
_leastwise_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }

_leastwise_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}

_leastwise() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} options='' verbs='' words=files
  COMPREPLY=()
  # Bash takes `--format=json` apart at the equals sign.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then
    _leastwise_paths -f
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W 'check can diff assert baseline suppressions config explain rules pack completions manual version' -- "$current")
    return
  fi
  [[ ' check can diff assert baseline suppressions config explain rules pack completions manual version ' == *" $command "* ]] || command=check
  case $command:$previous in
    check:--input) _leastwise_words 'policy account-authorization-details aws-cli identity embedded'; return ;;
    check:--kind) _leastwise_words 'identity resource trust boundary scp rcp'; return ;;
    check:--stdin-filename) _leastwise_paths -f; return ;;
    check:-j | check:--jobs) :; return ;;
    check:--select) _leastwise_words "$(_leastwise_rules)"; return ;;
    check:--ignore) _leastwise_words "$(_leastwise_rules)"; return ;;
    check:--pack) _leastwise_paths -f; return ;;
    check:--set) _leastwise_words "$(_leastwise_rules)"; return ;;
    check:--config) _leastwise_paths -f; return ;;
    check:--catalog) _leastwise_paths -f; return ;;
    check:--baseline) _leastwise_paths -f; return ;;
    check:--diff-base) :; return ;;
    check:--reason) :; return ;;
    check:--expires) :; return ;;
    check:--today) :; return ;;
    check:--fail-on) _leastwise_words 'info low medium high critical'; return ;;
    check:--min-severity) _leastwise_words 'info low medium high critical'; return ;;
    check:--min-confidence) _leastwise_words 'low medium high'; return ;;
    check:--audience) _leastwise_words 'regular pedantic auditor'; return ;;
    check:--format) _leastwise_words 'concise github gitlab json jsonl junit markdown sarif text'; return ;;
    check:-o | check:--output) _leastwise_paths -f; return ;;
    check:--color) _leastwise_words 'auto always never'; return ;;
    check:--max-findings) :; return ;;
    check:--root) _leastwise_paths -d; return ;;
    can:--action) :; return ;;
    can:--resource) :; return ;;
    can:--principal) :; return ;;
    can:--account) :; return ;;
    can:--context) :; return ;;
    can:--without) :; return ;;
    can:--boundary) _leastwise_paths -f; return ;;
    can:--scp) _leastwise_paths -f; return ;;
    can:--rcp) _leastwise_paths -f; return ;;
    can:--session) _leastwise_paths -f; return ;;
    can:--resource-policy) _leastwise_paths -f; return ;;
    can:--format) _leastwise_words 'text json'; return ;;
    can:--color) _leastwise_words 'auto always never'; return ;;
    can:--catalog) _leastwise_paths -f; return ;;
    diff:--base) :; return ;;
    diff:--kind) _leastwise_words 'identity resource trust boundary scp rcp'; return ;;
    diff:--with-boundary) _leastwise_paths -f; return ;;
    diff:--with-scp) _leastwise_paths -f; return ;;
    diff:--catalog) _leastwise_paths -f; return ;;
    diff:--format) _leastwise_words 'text json markdown sarif'; return ;;
    diff:-o | diff:--output) _leastwise_paths -f; return ;;
    diff:--root) _leastwise_paths -d; return ;;
    diff:--color) _leastwise_words 'auto always never'; return ;;
    assert:--format) _leastwise_words 'text json'; return ;;
    assert:--color) _leastwise_words 'auto always never'; return ;;
    assert:--catalog) _leastwise_paths -f; return ;;
    baseline:--input) _leastwise_words 'policy account-authorization-details aws-cli identity embedded'; return ;;
    baseline:--kind) _leastwise_words 'identity resource trust boundary scp rcp'; return ;;
    baseline:--stdin-filename) _leastwise_paths -f; return ;;
    baseline:-j | baseline:--jobs) :; return ;;
    baseline:--select) _leastwise_words "$(_leastwise_rules)"; return ;;
    baseline:--ignore) _leastwise_words "$(_leastwise_rules)"; return ;;
    baseline:--pack) _leastwise_paths -f; return ;;
    baseline:--set) _leastwise_words "$(_leastwise_rules)"; return ;;
    baseline:--config) _leastwise_paths -f; return ;;
    baseline:--catalog) _leastwise_paths -f; return ;;
    baseline:--baseline) _leastwise_paths -f; return ;;
    baseline:--today) :; return ;;
    baseline:--fail-on) _leastwise_words 'info low medium high critical'; return ;;
    baseline:--min-severity) _leastwise_words 'info low medium high critical'; return ;;
    baseline:--min-confidence) _leastwise_words 'low medium high'; return ;;
    baseline:--audience) _leastwise_words 'regular pedantic auditor'; return ;;
    baseline:--format) _leastwise_words 'concise github gitlab json jsonl junit markdown sarif text'; return ;;
    baseline:-o | baseline:--output) _leastwise_paths -f; return ;;
    baseline:--color) _leastwise_words 'auto always never'; return ;;
    baseline:--max-findings) :; return ;;
    baseline:--root) _leastwise_paths -d; return ;;
    suppressions:--input) _leastwise_words 'policy account-authorization-details aws-cli identity embedded'; return ;;
    suppressions:--kind) _leastwise_words 'identity resource trust boundary scp rcp'; return ;;
    suppressions:--stdin-filename) _leastwise_paths -f; return ;;
    suppressions:-j | suppressions:--jobs) :; return ;;
    suppressions:--select) _leastwise_words "$(_leastwise_rules)"; return ;;
    suppressions:--ignore) _leastwise_words "$(_leastwise_rules)"; return ;;
    suppressions:--pack) _leastwise_paths -f; return ;;
    suppressions:--set) _leastwise_words "$(_leastwise_rules)"; return ;;
    suppressions:--config) _leastwise_paths -f; return ;;
    suppressions:--catalog) _leastwise_paths -f; return ;;
    suppressions:--baseline) _leastwise_paths -f; return ;;
    suppressions:--today) :; return ;;
    suppressions:--fail-on) _leastwise_words 'info low medium high critical'; return ;;
    suppressions:--min-severity) _leastwise_words 'info low medium high critical'; return ;;
    suppressions:--min-confidence) _leastwise_words 'low medium high'; return ;;
    suppressions:--audience) _leastwise_words 'regular pedantic auditor'; return ;;
    suppressions:--format) _leastwise_words 'concise github gitlab json jsonl junit markdown sarif text'; return ;;
    suppressions:-o | suppressions:--output) _leastwise_paths -f; return ;;
    suppressions:--color) _leastwise_words 'auto always never'; return ;;
    suppressions:--max-findings) :; return ;;
    suppressions:--root) _leastwise_paths -d; return ;;
    config:--config) _leastwise_paths -f; return ;;
    config:--format) _leastwise_words 'text json'; return ;;
    explain:--format) _leastwise_words 'text markdown json'; return ;;
    explain:--color) _leastwise_words 'auto always never'; return ;;
    explain:--pack) _leastwise_paths -f; return ;;
    rules:--format) _leastwise_words 'table markdown json'; return ;;
    rules:--pack) _leastwise_paths -f; return ;;
    pack:--out) _leastwise_paths -f; return ;;
    version:--pack) _leastwise_paths -f; return ;;
    version:--catalog) _leastwise_paths -f; return ;;
  esac
  case $command in
    check)
      options='--input --kind --stdin-filename --force-exclude --list-files --allow-no-input -j --jobs --select --ignore --pack --set --config --no-config --catalog --baseline --no-baseline --diff-base --no-suppressions --show-suppressed --show-baseline --add-suppressions --reason --expires --today --fail-on --min-severity --min-confidence --audience --exit-zero --profile --format -o --output --color --max-findings --root --statistics -q --quiet -v --verbose -h --help'
      ;;
    can)
      options='--action --resource --principal --account --context --without --context-complete --boundary --scp --rcp --session --resource-policy --format --color --catalog -h --help'
      ;;
    diff)
      options='--base --kind --with-boundary --with-scp --catalog --allow-unknown --format -o --output --root --color -h --help'
      ;;
    assert)
      options='--allow-unknown --format --color --catalog -h --help'
      ;;
    baseline)
      options='--input --kind --stdin-filename --force-exclude --list-files --allow-no-input -j --jobs --select --ignore --pack --set --config --no-config --catalog --baseline --accept-new --force --today --fail-on --min-severity --min-confidence --audience --exit-zero --profile --format -o --output --color --max-findings --root --statistics -q --quiet -v --verbose -h --help'
      verbs='create update prune'
      ;;
    suppressions)
      options='--input --kind --stdin-filename --force-exclude --list-files --allow-no-input -j --jobs --select --ignore --pack --set --config --no-config --catalog --baseline --no-baseline --today --fail-on --min-severity --min-confidence --audience --exit-zero --profile --format -o --output --color --max-findings --root --statistics -q --quiet -v --verbose -h --help'
      verbs='prune'
      ;;
    config)
      options='--config --no-config --format -h --help'
      verbs='show init schema personas'
      ;;
    explain)
      options='--format --color --pack -h --help'
      words=rules
      ;;
    rules)
      options='--format --pack -h --help'
      words=none
      ;;
    pack)
      options='--out --with-shipped -v --verbose -h --help'
      verbs='test validate docs schema compile'
      ;;
    completions)
      options='-h --help'
      verbs='bash zsh fish'
      words=none
      ;;
    manual)
      options='-h --help'
      words=none
      ;;
    version)
      options='--pack --catalog -h --help'
      words=none
      ;;
  esac
  if [[ $current == -* ]]; then
    _leastwise_words "$options"
  elif [[ -n $verbs ]] && ((COMP_CWORD == 2)); then
    _leastwise_words "$verbs"
  elif [[ $words == rules ]]; then
    _leastwise_words "$(_leastwise_rules)"
  elif [[ $words == files ]]; then
    _leastwise_paths -f
  fi
}

complete -F _leastwise leastwise
