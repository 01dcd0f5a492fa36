#!/usr/bin/env bash
# Installs what the whole test run needs beside Go and Node, if it is missing: Redis, the two browsers, a display
# for the one that can't share a screen without one, and what makes networks in which an address can change. Debian and its relatives only; elsewhere it says what to install.
set -euo pipefail

declare -A packages=([redis-server]=redis-server [chromium]=chromium [firefox-esr]=firefox-esr [Xvfb]=xvfb [ip]=iproute2)

missing=()
for program in "${!packages[@]}"; do
	command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "Please install: ${missing[*]}" >&2
	exit 1
fi

as_root=()
[[ $EUID -eq 0 ]] || as_root=(sudo)
echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
