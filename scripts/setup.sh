#!/usr/bin/env bash
# Installs the Debian packages that Bulkhead is built and run with, when one is missing.
set -euo pipefail

packages=(
  libjavascriptcoregtk-4.1-dev # the script engine of bulkhead-worker
  libsqlite3-dev               # the audit log
  libcurl4-openssl-dev         # the broker's HTTP client
  libssl-dev                   # hashes and MACs
  ca-certificates              # whom fetch trusts; brings openssl, the TLS server of a test
  pkg-config                   # tells the Swift package manager where they are
  python3                      # loopback servers of the demo and the benchmarks
  # programs that the tests of the command sandbox run unmodified
  curl file gcc git jq make nodejs perl sqlite3 tmux util-linux
)

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$state" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "error: installing ${missing[*]} needs root" >&2
    echo "  help: run as root: apt-get install ${missing[*]}" >&2
    exit 2
  }
  as_root=(sudo)
fi

echo "installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >&2
