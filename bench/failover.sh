#!/usr/bin/env bash
# From the verdict over an origin until the links it served redirect elsewhere, and the messages of the feed that takes.
#   bench/failover.sh [links] [sample]
# PUBLISHED and BENCH are directories to publish to, or published before; LOCK=FILE holds a lock on FILE while it measures.
set -euo pipefail
links=${1:-10000} sample=${2:-1000}
root=$(cd "$(dirname "$0")/.." && pwd)
product=${PUBLISHED:-$root/artifacts/publish} bench=${BENCH:-$root/artifacts/bench}
public_port=18083 operations_port=18084 origin_port=18085
work=$(mktemp -d) pid=
finish() {
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

[ -x "$product/tautan" ] || dotnet publish "$root/src/Tautan" -c Release -o "$product" -v q -nologo
[ -x "$bench/Tautan.Bench" ] || dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$bench" -v q -nologo
if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi

export TAUTAN_Urls__Public=http://127.0.0.1:$public_port TAUTAN_Urls__Operations=http://127.0.0.1:$operations_port
TAUTAN_Outbound__AllowedNetworks__0=127.0.0.0/8 TAUTAN_Health__Witnesses__0=http://127.0.0.1:$((origin_port + 2))/ \
  "$product/tautan" serve --data "$work/data" >"$work/log" 2>&1 9>&- & pid=$!
until curl -sf -o /dev/null "http://127.0.0.1:$operations_port/health/ready"; do
  kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
"$bench/Tautan.Bench" failover --links "$links" --sample "$sample" --port $origin_port \
  --server "http://127.0.0.1:$public_port" --key-file "$work/data/admin-api-key"
