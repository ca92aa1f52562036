#!/bin/sh
# CPU a redirect beside nginx (map + return 302): the same links, one core each, rounds interleaved, medians.
#   bench/redirect.sh [--product] [links] [rounds] [seconds]
# --product measures the edge of a published `tautan serve` with links made through its API, feeds, metrics and house
# included (the house on wrk's core, its time not counted); without it, the gateway's redirects alone.
# With --product, FEED=yes writes the links into the feed of Links and not through the API, which takes a million of them a quarter of an hour.
# KESTREL=yes leaves plain requests to Kestrel as well, to see what answering them ahead of it gains.
# Needs nginx, wrk, taskset and the .NET SDK. BENCH and PUBLISHED are directories published before. LOCK=FILE holds a lock on
# FILE during each round.
set -eu
product=
if [ "${1:-}" = --product ]; then product=yes; shift; fi
links=${1:-100000} rounds=${2:-5} seconds=${3:-10}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
nginx_port=18091 tautan_port=18092 operations_port=18093
nginx_pid= tautan_pid=
finish() {
  for pid in $nginx_pid $tautan_pid; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

if [ -z "${BENCH:-}" ]; then
  BENCH=$work/bench
  dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$BENCH" -v q -nologo
fi
bench=$BENCH/Tautan.Bench
"$bench" generate --links "$links" --port $nginx_port "$work/nginx"
PATH=$PATH:/usr/sbin taskset -c 0 nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" 2>/dev/null & nginx_pid=$!
if [ -n "$product" ]; then
  if [ -z "${PUBLISHED:-}" ]; then
    PUBLISHED=$work/published
    dotnet publish "$root/src/Tautan" -c Release -o "$PUBLISHED" -v q -nologo
  fi
  start() {
    TAUTAN_Urls__Public=http://127.0.0.1:$tautan_port TAUTAN_Urls__Operations=http://127.0.0.1:$operations_port \
      taskset -c 0 "$PUBLISHED/tautan" serve --data "$work/data" >"$work/tautan.log" 2>&1 & tautan_pid=$!
    until curl -sf -o /dev/null "http://127.0.0.1:$operations_port/health/ready"; do
      kill -0 $tautan_pid 2>/dev/null || { cat "$work/tautan.log" >&2; exit 1; }
      sleep 0.2
    done
  }
  start
  if [ -n "${FEED:-}" ]; then
    kill "$tautan_pid"; wait "$tautan_pid" 2>/dev/null || true
    "$bench" feed --links "$links" --unwatched "$work/data/links.db"
    start
  fi
  # The edge keeps its core to itself.
  for house in $(cat /proc/$tautan_pid/task/*/children); do taskset -a -p -c 1 "$house" >/dev/null; done
  if [ -n "${FEED:-}" ]; then
    : >"$work/serve.log"
    until [ "$(curl -s "http://127.0.0.1:$operations_port/metrics" | awk '/^tautan_gateway_links[{ ]/ { print int($2) }')" = "$links" ]; do sleep 0.5; done
    # Health reads them, too, on wrk's core: until it does next to nothing, or for ten minutes.
    house=$(cat /proc/$tautan_pid/task/*/children | awk '{ print $1 }' | head -1)
    worked() { sed 's/.*) //' "/proc/$house/stat" | awk '{ print $12 + $13 }'; }
    calm=0
    while [ $calm -lt 600 ]; do
      before=$(worked); sleep 5; calm=$((calm + 5))
      if [ $(($(worked) - before)) -lt 50 ]; then break; fi
    done
  else
    taskset -c 1 "$bench" load --links "$links" --server "http://127.0.0.1:$tautan_port" --key-file "$work/data/admin-api-key" >"$work/serve.log"
  fi
else
  taskset -c 0 "$bench" serve --links "$links" --port $tautan_port ${KESTREL:+--kestrel} >"$work/serve.log" & tautan_pid=$!
fi

last=$(tail -1 "$work/nginx/links.map" | cut -d' ' -f1)
for port in $nginx_port $tautan_port; do
  until [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$last")" = 302 ]; do sleep 0.2; done
done
sed 's/^/# /' "$work/serve.log"

# Ticks of user and system time of a process, and of nginx's workers; not of the edge's house.
ticks() {
  total=0 workers=
  if [ "$1" = $nginx_pid ]; then workers=$(cat "/proc/$1/task/"*/children); fi
  for pid in "$1" $workers; do
    set -- $(sed 's/.*) //' "/proc/$pid/stat")
    total=$((total + ${12} + ${13}))
  done
  echo $total
}
round() { # name pid port
  before=$(ticks "$2")
  out=$(taskset -c 1 wrk -t1 -c64 -d"$4"s -s "$work/nginx/links.lua" "http://127.0.0.1:$3" | grep ^RESULT)
  after=$(ticks "$2")
  set -- "$1" $out $((after - before))
  awk -v name="$1" -v requests="$3" -v duration="$4" -v p99="$5" -v errors="$6" -v ticks="$7" -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%s %.3f %.0f %.2f %d\n", name, ticks / hz * 1e6 / requests, requests / duration * 1e6, p99 / 1000, errors }'
}
pair() { # seconds
  if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi
  round nginx $nginx_pid $nginx_port "$1"
  round tautan $tautan_pid $tautan_port "$1"
  if [ -n "${LOCK:-}" ]; then exec 9>&-; fi
}
pair 8 >/dev/null
i=0
while [ $i -lt "$rounds" ]; do pair "$seconds"; i=$((i + 1)); done | tee "$work/rounds"

median() { awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$work/rounds" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
echo
echo "links $links, rounds $rounds of $seconds s, 64 connections, medians"
printf '%-8s %14s %12s %10s\n' server 'µs a request' 'requests/s' 'p99 ms'
for name in nginx tautan; do
  printf '%-8s %14.2f %12.0f %10.2f\n' $name "$(median $name 2)" "$(median $name 3)" "$(median $name 4)"
done
awk -v n="$(median nginx 2)" -v t="$(median tautan 2)" 'BEGIN { printf "ratio    %14.2f\n", t / n }'
