# Shared by testnet/up, testnet/down, testnet/demo and tests/run: packages and the build.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The program of the release build, or another one to try; scripts that source this file run it.
# shellcheck disable=SC2034
allonge=${ALLONGE_PROGRAM:-$root/build/wallet/allonge}

say() { printf '%s\n' "$*" >&2; }

# Installs what testnet/packages.txt names and the machine lacks. Says first what apt will change,
# removals included, and asks only when a person is there to answer.
install_packages() {
  local wanted missing=() package answer plan as_root=()
  mapfile -t wanted < <(grep -v '^#' "$root/testnet/packages.txt")
  for package in "${wanted[@]}"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0

  say "Missing Debian packages: ${missing[*]}"
  say "Installing them needs root and the network; nothing else here does."
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "✗ Not root, and there is no sudo. As root: apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    as_root=(sudo)
  fi
  if ! plan=$(apt-get install --simulate --no-install-recommends "${missing[@]}" 2>&1); then
    "${as_root[@]}" apt-get update -q >&2
    plan=$(apt-get install --simulate --no-install-recommends "${missing[@]}" 2>&1) || { say "$plan"; return 1; }
  fi
  say "apt will install: $(printf '%s\n' "$plan" | awk '/^Inst /{printf "%s ", $2}')"
  say "apt will remove:  $(printf '%s\n' "$plan" | awk '/^Remv /{n++; printf "%s ", $2} END{if(!n) printf "nothing"}')"
  if [ -t 0 ] && [ -t 2 ]; then
    read -r -p "Go on? [Y/n] " answer
    case $answer in [nN]*) return 1 ;; esac
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

# build FOLDER TESTS(ON|OFF) [cmake arguments] [-- ninja targets]
build() {
  local folder=$1 with_tests=$2 arguments=() targets=()
  shift 2
  while [ $# -gt 0 ] && [ "$1" != -- ]; do arguments+=("$1"); shift; done
  [ $# -gt 0 ] && shift
  targets=("$@")
  cmake -S "$root" -B "$folder" -G Ninja -DALLONGE_TESTS="$with_tests" "${arguments[@]}" >"$folder.log" 2>&1 ||
    { cat "$folder.log" >&2; return 1; }
  rm -f "$folder.log"
  ninja -C "$folder" "${targets[@]}" >&2
}
