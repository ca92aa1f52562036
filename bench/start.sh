#!/usr/bin/env bash
# How long until a published tautan is ready on an empty data directory, and what it costs when idle; medians.
#   bench/start.sh [published directory] [rounds]
# LOCK=FILE holds a lock on FILE while it measures. Memory is said in two ways: RSS of one process, and the pages of
# all processes, each counted once (what a container or a small machine has to have; files they share are not there twice).
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-artifacts/publish} rounds=${2:-5}
[ -x "$bin/tautan" ] || dotnet publish src/Tautan -c Release -o "$bin" -v q -nologo
if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi
work=$(mktemp -d) pid=
finish() {
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
export TAUTAN_Urls__Public=http://127.0.0.1:18080 TAUTAN_Urls__Operations=http://127.0.0.1:18081
now() { date +%s%N; }
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
# Memory of its own for each process; of a file that several map, the process that has most of it.
once() {
  local one
  for one in "$@"; do sed "s/^[0-9a-f]*-[0-9a-f]* /$one &/" "/proc/$one/smaps"; done | awk '
    $2 ~ /^[0-9a-f]+-[0-9a-f]+$/ { name = $7; process = $1 }
    /^Rss:/ { rss = $2 }
    /^Private_Clean:/ { own = $2 }
    /^Private_Dirty:/ { own += $2; total += own; if (rss > own && name != "") shared[name, process] += rss - own }
    END {
      for (key in shared) { split(key, parts, SUBSEP); if (shared[key] > most[parts[1]]) most[parts[1]] = shared[key] }
      for (name in most) total += most[name]
      print total
    }'
}

start() { # path to ask, arguments…: sets took, the milliseconds until ready
  local path=$1; shift
  rm -rf "$work/data"
  local t; t=$(now)
  "$bin/tautan" "$@" --data "$work/data" > "$work/log" 2>&1 9>&- & pid=$!
  while kill -0 $pid 2>/dev/null && (( $(now) - t < 20000000000 )); do
    # Ready or degraded: a service alone has nobody to follow.
    # A gateway alone has no links to be ready with: it answers that there is none.
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$path")" = "${code:-200}" ] && { took=$(( ($(now) - t) / 1000000 )); return; }
    sleep 0.01
  done
  echo "not ready" >&2; cat "$work/log" >&2; exit 1
}
stop() { kill -TERM $pid; wait $pid 2>/dev/null || true; pid=; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

printf '%-40s %8s  %s\n' what measured limit
for shape in "all 18081/health/ready serve" "links 18081/health/ready/links serve links" "health 18081/health/ready/health serve health" "gateway 18080/none serve gateway"; do
  read -r name path arguments <<< "$shape"
  times=()
  for _ in $(seq "$rounds"); do
    # shellcheck disable=SC2086
    code=200; [ "$name" != gateway ] || code=404
    start "$path" $arguments; times+=("$took")
    stop
  done
  limit='≤ 2000 ms'; [ "$name" = all ] && limit='≤ 3000 ms'
  printf '%-40s %5s ms  %s\n' "ready: $name" "$(printf '%s\n' "${times[@]}" | median)" "$limit"
done

memory() { # name limit in MB, kB…
  local name=$1 limit=$2; shift 2
  printf '%-40s %5s MB  %s\n' "$name" $(($(printf '%s\n' "$@" | median) / 1024)) "$limit"
}
edge=() both=() both_once=()
for _ in $(seq "$rounds"); do
  code=200; start 18081/health/ready serve
  house=$(cat /proc/"$pid"/task/*/children)
  sleep 10
  edge+=("$(rss "$pid")") both+=($(($(rss "$pid") + $(rss $house)))) both_once+=("$(once "$pid" $house)")
  stop
done
memory 'idle: edge, RSS' '≤ 100 MB' "${edge[@]}"
memory 'idle: edge and house, each page once' '≤ 250 MB' "${both_once[@]}"
memory 'idle: edge and house, sum of RSS' '' "${both[@]}"
