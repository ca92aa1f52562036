#!/usr/bin/env bash
# How long until a published tautan is ready on an empty data directory, and what it costs when idle.
# usage: bench/start.sh [published directory] [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-artifacts/publish}; rounds=${2:-5}
[ -x "$bin/tautan" ] || dotnet publish src/Tautan -c Release -o "$bin" -v q -nologo
work=$(mktemp -d); trap 'kill $pid 2>/dev/null || true; rm -rf "$work"' EXIT
pid=
export TAUTAN_Urls__Public=http://127.0.0.1:18080 TAUTAN_Urls__Operations=http://127.0.0.1:18081
now() { date +%s%N; }
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
pss() { awk '/^Pss:/ { s += $2 } END { print s }' "/proc/$1/smaps_rollup"; }

start() { # path to ask, arguments…: sets took, the milliseconds until ready
  local path=$1; shift
  rm -rf "$work/data"
  local t=$(now)
  "$bin/tautan" "$@" --data "$work/data" > "$work/log" 2>&1 & pid=$!
  for _ in $(seq 2000); do
    # Ready or degraded: a service alone has nobody to follow.
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:18081$path")" = 200 ] && { took=$(( ($(now) - t) / 1000000 )); return; }
    sleep 0.01
  done
  echo "not ready" >&2; cat "$work/log" >&2; exit 1
}
stop() { kill -TERM $pid; wait $pid 2>/dev/null || true; pid=; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

printf '%-28s %8s  %s\n' what measured limit
for shape in "all /health/ready serve" "links /health/ready/links serve links" "health /health/ready/health serve health" "gateway /health/ready/gateway serve gateway"; do
  read -r name path arguments <<< "$shape"
  times=()
  for _ in $(seq "$rounds"); do
    # shellcheck disable=SC2086
    start "$path" $arguments; times+=("$took")
    stop
  done
  limit='≤ 2000 ms'; [ "$name" = all ] && limit='≤ 3000 ms'
  printf '%-28s %5s ms  %s\n' "ready: $name" "$(printf '%s\n' "${times[@]}" | median)" "$limit"
done

start /health/ready serve
house=$(pgrep -P $pid)
sleep 10
edge_kb=$(pss $pid); house_kb=$(pss "$house")
printf '%-28s %5s MB  %s (RSS %s MB)\n' 'idle memory: edge (PSS)' $((edge_kb / 1024)) '≤ 100 MB' $(($(rss $pid) / 1024))
printf '%-28s %5s MB  %s (RSS %s MB)\n' 'idle memory: edge and house' $(((edge_kb + house_kb) / 1024)) '≤ 250 MB' $((($(rss $pid) + $(rss "$house")) / 1024))
stop
