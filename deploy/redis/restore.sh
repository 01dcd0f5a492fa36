#!/bin/sh
# Turns dump.rdb, a back-up that lies in the data folder, into the append-only file that Redis starts from. Run it in
# the data folder while no Redis runs there. Arguments go to redis-server.
set -eu

if [ -e appendonlydir ]; then
	echo "There is data here already: restore into an empty folder." >&2
	exit 1
fi
[ -s dump.rdb ] || { echo "No dump.rdb here." >&2; exit 1; }

REDISCLI_AUTH=$(cat "${OPERATOR_PASSWORD:-/run/secrets/redis_operator_password}")
export REDISCLI_AUTH
ask() { redis-cli ${SOCKET:+-s "$SOCKET"} --user operator "$@" </dev/null 2>/dev/null; }

# With the append-only file on from the start, Redis would pass the back-up over and begin empty.
redis-server "${CONF:-/etc/redis.conf}" --appendonly no --daemonize no "$@" >&2 &
until ask ping | grep -q PONG; do
	kill -0 $! || exit 1
done
ask config set appendonly yes | grep -q OK
until ask info persistence | grep -q '^aof_rewrite_in_progress:0'; do :; done
ask info persistence | grep -q '^aof_last_bgrewrite_status:ok'
echo "Restored $(ask dbsize) keys."
ask shutdown || true
wait
rm dump.rdb
