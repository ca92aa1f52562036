#!/usr/bin/env bash
# What the gateway's table costs: its bytes, the time until a million links are in it from the disk and from the feed, and the
# memory of an edge that holds ten million. One core for the edge; medians.
#   bench/table.sh [links] [many links] [rounds]
# PUBLISHED and BENCH are directories to publish to, or published before; LOCK=FILE holds a lock on FILE while it measures.
set -euo pipefail
links=${1:-1000000} many=${2:-10000000} rounds=${3:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
product=${PUBLISHED:-$root/artifacts/publish} bench=${BENCH:-$root/artifacts/bench}
public_port=18086 operations_port=18087 links_port=18088
work=$(mktemp -d) pid= source_pid=
stop() { # pid
  if [ -n "$1" ]; then kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; fi
}
finish() { stop "$pid"; stop "$source_pid"; rm -rf "$work"; }
trap finish EXIT
trap 'exit 1' INT TERM

[ -x "$product/tautan" ] || dotnet publish "$root/src/Tautan" -c Release -o "$product" -v q -nologo
[ -x "$bench/Tautan.Bench" ] || dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$bench" -v q -nologo
if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi

export TAUTAN_Urls__Public=http://127.0.0.1:$public_port
now() { date +%s%N; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
row() { printf '%-52s %10s  %s\n' "$1" "$2" "$3"; }
holds() { [ "$(curl -s "http://127.0.0.1:$operations_port/metrics" | awk '/^tautan_gateway_links[{ ]/ { print int($2) }')" = "$1" ]; }
edge() {
  begun=$(now)
  TAUTAN_Urls__Operations=http://127.0.0.1:$operations_port taskset -c 0 "$product/tautan" serve gateway --data "$work/data" >"$work/log" 2>&1 9>&- & pid=$!
}
start_source() {
  TAUTAN_Urls__Operations=http://127.0.0.1:$links_port taskset -c 1 "$product/tautan" serve links --data "$work/data" >"$work/links.log" 2>&1 9>&- & source_pid=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$links_port/health/ready/links"; do
    kill -0 "$source_pid" 2>/dev/null || { cat "$work/links.log" >&2; exit 1; }
    sleep 0.1
  done
}
until_holds() { # links: sets took, the milliseconds since begun, and worked, those of its CPU
  until holds "$1"; do
    kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.05
  done
  took=$(( ($(now) - begun) / 1000000 ))
  # shellcheck disable=SC2046
  set -- $(sed 's/.*) //' "/proc/$pid/stat")
  worked=$(( (${12} + ${13}) * 1000 / $(getconf CLK_TCK) ))
}

row 'what' 'measured' 'limit'
taskset -c 0 "$bench/Tautan.Bench" table --links "$links" --rounds "$rounds" >"$work/table"
row "table: bytes a byte of slugs and URLs, $links links" "$(awk '/^bytes/ { print $NF }' "$work/table")" '≤ 1.6'
row "table: $links links from disk, without the edge" "$(awk '/^from disk/ { print $NF }' "$work/table") s" '≤ 2 s'
row '  of it CPU' "$(awk '/^CPU/ { print $NF }' "$work/table") s" ''

# The truth of Links without the links themselves: all that its followers are told.
start_source; stop "$source_pid"
"$bench/Tautan.Bench" feed --links "$links" "$work/data/links.db"
start_source
fed=() read=() fed_cpu=() read_cpu=()
for _ in $(seq "$rounds"); do
  rm -rf "$work/data/feeds"
  edge; until_holds "$links"; fed+=("$took") fed_cpu+=("$worked")
  stop "$pid"
  edge; until_holds "$links"; read+=("$took") read_cpu+=("$worked")
  stop "$pid"
done
stop "$source_pid"; source_pid=
row "edge: from its start until $links are there, by the feed" "$(printf '%s\n' "${fed[@]}" | median) ms" '≤ 10 s'
row '  of it CPU of the edge' "$(printf '%s\n' "${fed_cpu[@]}" | median) ms" ''
row "edge: from its start until $links are there, from disk" "$(printf '%s\n' "${read[@]}" | median) ms" '≤ 2 s and its start'
row '  of it CPU of the edge' "$(printf '%s\n' "${read_cpu[@]}" | median) ms" ''

rm -rf "$work/data/feeds" "$work/data/links.db"*
"$bench/Tautan.Bench" copy --links "$many" "$work/data/feeds/gateway"
edge; until_holds "$many"
row "edge: from its start until $many are there, from disk" "$took ms" ''
row "edge: RSS with $many links" "$(($(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status") / 1024)) MB" '≤ 2048 MB'
