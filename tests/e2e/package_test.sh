#!/usr/bin/env bash
# Makes the packages of a build, and installs, runs and removes them: the Debian package in a system
# of its own below a scratch folder, as dpkg sees it, and the tarball wherever it is unpacked.
#
#   package_test.sh BUILD_FOLDER
set -euo pipefail

build=$(realpath "${1:?usage: package_test.sh BUILD_FOLDER}")
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly build source
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

fail() { echo "FAILED: $1"; exit 1; }

# made FOLDER: as on another day, which is told by the commit alone.
made() {
  SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct) \
    cpack --config "$build/CPackConfig.cmake" -B "$1" >"$1.log" 2>&1 || { cat "$1.log"; exit 1; }
}
made "$scratch/first"
deb=$(find first -maxdepth 1 -name 'leastwise_*.deb')
tarball=$(find first -maxdepth 1 -name 'leastwise-*.tar.gz')
[[ -n $deb && -n $tarball ]] || fail "both packages should have been made"

# The same bytes on another day.
sleep 1
made "$scratch/second"
for package in "$deb" "$tarball"; do
  cmp "$package" "second/${package#first/}" || fail "$package is another one each time that it is made"
done

lints() { lintian --allow-root --no-cfg --fail-on error,warning "$1"; }
lints "$deb" || fail "lintian has something to say"
# That silence means something: without its copyright the package must be refused.
dpkg-deb -R "$deb" bad
rm bad/usr/share/doc/leastwise/copyright
dpkg-deb -b bad bad.deb >/dev/null
if lints bad.deb >bad.log 2>&1; then fail "a package without a copyright should be refused"; fi

# The packages that it depends on are left out of this small system: the real one must have them.
if command -v apt-get >/dev/null; then
  apt-get -s -o Debug::NoLocking=1 install "./$deb" >apt.log 2>&1 || { cat apt.log; fail "it is not installable"; }
fi
mkdir -p system/var/lib/dpkg/{info,updates,triggers}
touch system/var/lib/dpkg/{status,available}
in_system() {
  fakeroot dpkg --root="$scratch/system" --force-depends,not-root,script-chrootless --log=/dev/null "$@" \
    >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg $*"; }
}
in_system -i "$deb"
in_system -s leastwise
grep -qx 'Status: install ok installed' dpkg.log || fail "dpkg should say that it is installed"

cat >policy.json <<'JSON'
{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
JSON
runs() {  # runs PROGRAM
  local status=0
  "$1" check --format concise policy.json >out 2>&1 || status=$?
  if ((status != 1)) || ! grep -q '^policy.json:2:' out; then
    cat out
    fail "$1 should find the fault and exit 1"
  fi
}
runs system/usr/bin/leastwise
man -M system/usr/share/man -w leastwise >/dev/null || fail "there is no manual page"
for file in bash-completion/completions/leastwise zsh/vendor-completions/_leastwise \
  fish/vendor_completions.d/leastwise.fish doc/leastwise/changelog.gz leastwise/packs/s3.yaml; do
  [[ -s system/usr/share/$file ]] || fail "$file is not installed"
done
in_system --purge leastwise
left=$(find system -path system/var/lib/dpkg -prune -o ! -type d -print)
[[ -z $left ]] || fail "the purge left $left"
[[ ! -e system/usr/share/leastwise && ! -e system/usr/share/doc/leastwise ]] || fail "the purge left folders"

mkdir "moved here"
tar -xzf "$tarball" -C "moved here" --strip-components=1
runs "moved here/bin/leastwise"
for file in doc/leastwise/LICENSE man/man1/leastwise.1 zsh/site-functions/_leastwise; do
  [[ -s "moved here/share/$file" ]] || fail "the tarball lacks $file"
done
if grep -rqF -e "$build" -e "$source" "moved here"; then fail "the tarball names the build folder"; fi
echo "packages: all steps passed"
