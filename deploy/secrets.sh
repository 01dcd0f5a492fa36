#!/usr/bin/env bash
# Makes the passwords of Redis and the list of its users, once, in deploy/secrets. docker-compose.yml hands each file to
# the one service that needs it.
set -euo pipefail
cd "$(dirname "$0")"

if [[ -e secrets ]]; then
	echo "deploy/secrets exists already. To make new ones, move it away, run this again and restart both services." >&2
	exit 1
fi

# Other users of this machine can't pass the folder; inside the containers everybody may read the one file they get.
umask 022
draft=$(mktemp -d .secrets.XXXXXX)
trap 'rm -rf "$draft"' EXIT

secret() { head -c 32 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_'; }
hash() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }

alcove=$(secret)
operator=$(secret)
printf '%s\n' "$alcove" >"$draft/redis_password"
printf '%s\n' "$operator" >"$draft/redis_operator_password"
sed -e "s/ALCOVE_SHA256/$(hash "$alcove")/" -e "s/OPERATOR_SHA256/$(hash "$operator")/" redis/users.acl >"$draft/redis_users"
mv "$draft" secrets
echo "Made deploy/secrets. Keep a copy of it where your other passwords are."
