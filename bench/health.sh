#!/usr/bin/env bash
# What watching costs: 10,000 targets at 60 s beside an idle installation, and probes a second on one core beside Debian's prometheus-blackbox-exporter.
#   bench/health.sh [steady] [peak]
# Needs nginx, h2load and prometheus-blackbox-exporter (BLACKBOX=FILE names it where it is not installed). PUBLISHED and BENCH are directories that were
# published before; TARGETS, SETTLE, SECONDS_MEASURED, PEAK_TARGETS and ROUNDS are below; LOCK=FILE holds a lock on FILE while it measures.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
what=${*:-steady peak}
targets=${TARGETS:-10000} settle=${SETTLE:-90} measured=${SECONDS_MEASURED:-60} peak_targets=${PEAK_TARGETS:-60000} rounds=${ROUNDS:-3} round=${ROUND_SECONDS:-10}
blackbox_binary=${BLACKBOX:-prometheus-blackbox-exporter}
port=${PORT:-18140}
public_port=$((port + 1)) operations_port=$((port + 2)) blackbox_port=$((port + 3))
work=$(mktemp -d) nginx= tautan= house= blackbox=
finish() {
  local pid
  for pid in $blackbox $nginx $tautan; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
if [ -z "${BENCH:-}" ]; then BENCH=$work/bench; dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$BENCH" -v q -nologo; fi
if [ -z "${PUBLISHED:-}" ]; then PUBLISHED=$work/published; dotnet publish "$root/src/Tautan" -c Release -o "$PUBLISHED" -v q -nologo; fi
if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi

start_nginx() { # on core 1
  mkdir -p "$work/nginx/logs"
  {
    echo "worker_processes 1; pid $work/nginx/pid; error_log $work/nginx/error.log; daemon off; worker_rlimit_nofile 20000;"
    echo "events { worker_connections 8192; }"
    echo "http { access_log off; keepalive_timeout 0; server {"
    for i in $(seq 250); do echo "listen 127.0.0.$i:$port backlog=4096;"; done
    echo "location / { return 200 '<html><title>It works</title></html>'; } location = /status { stub_status; access_log off; } } }"
  } >"$work/nginx/nginx.conf"
  PATH=$PATH:/usr/sbin taskset -c 1 nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" 9>&- & nginx=$!
}
# Requests that nginx has answered.
answered() { curl -s "http://127.0.0.1:$port/status" | awk 'NR == 3 { print $3 }'; }

start_tautan() { # data, shape, settings…: what watches on core 0, an edge of its own on core 1
  local data=$1 shape=$2; shift 2
  # shellcheck disable=SC2086
  env "$@" TAUTAN_Urls__Public=http://127.0.0.1:$public_port TAUTAN_Urls__Operations=http://127.0.0.1:$operations_port \
    TAUTAN_Outbound__AllowedNetworks__0=127.0.0.0/8 taskset -c 1 "$PUBLISHED/tautan" serve $shape --data "$work/$data" >>"$work/tautan.log" 2>&1 9>&- & tautan=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$operations_port/health/ready"; do
    kill -0 $tautan 2>/dev/null || { cat "$work/tautan.log" >&2; exit 1; }
    sleep 0.2
  done
  house=$(cat /proc/$tautan/task/*/children 2>/dev/null | awk 'NR == 1 { print $1 }') || true
  house=${house:-$tautan}
  taskset -a -p -c 0 "$house" >/dev/null
}
stop_tautan() { kill -TERM "$tautan"; wait "$tautan" 2>/dev/null || true; tautan=; }
load() { # links interval
  "$BENCH/Tautan.Bench" load --links "$1" --interval "$2" --watch-port "$port" --server "http://127.0.0.1:$public_port" --key-file "$3/admin-api-key" >&2
}
# Microseconds of CPU, user and system, of a process.
cpu() {
  # shellcheck disable=SC2046
  set -- $(sed 's/.*) //' "/proc/$1/stat")
  echo $(((${12} + ${13}) * 1000000 / $(getconf CLK_TCK)))
}
memory() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }
row() { printf '%-66s %10s  %s\n' "$@"; }
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

steady() {
  local idle before_cpu before_answers cpu_used answers
  start_tautan steady ""
  sleep 20
  idle=$(memory "$house")
  before_cpu=$(cpu "$house"); sleep 20
  row "idle: CPU of the house, % of a core" "$(calculate %.1f "($(cpu "$house") - $before_cpu) / 20e6 * 100")" ""
  load "$targets" 60 "$work/steady"
  sleep "$settle"
  before_cpu=$(cpu "$house") before_answers=$(answered)
  sleep "$measured"
  cpu_used=$(($(cpu "$house") - before_cpu)) answers=$(($(answered) - before_answers))
  row "$targets targets at 60 s: CPU of the house, % of a core" "$(calculate %.1f "$cpu_used / $measured / 1e4")" "≤ 10"
  row "  probes a second that nginx saw" "$(calculate %.0f "$answers / $measured")" "$(calculate %.0f "$targets / 60")"
  row "  memory more than idle ($idle MB), MB" "$(($(memory "$house") - idle))" "≤ 150"
  stop_tautan
}

ask_blackbox() { # seconds
  awk -v port="$port" 'BEGIN { for (i = 0; i < 20000; i++) printf "/probe?module=http_2xx&target=http%%3A%%2F%%2F127.0.0.%d%%3A%d%%2F%d\n", i % 250 + 1, port, i }' >"$work/probes.txt"
  taskset -c 1 h2load --h1 -t1 -c64 -D"$1" -i "$work/probes.txt" -B "http://127.0.0.1:$blackbox_port" >"$work/h2load.log" 9>&-
}
peak() {
  local i before_cpu before_answers used answers
  printf 'modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n' >"$work/blackbox.yml"
  GOMAXPROCS=1 taskset -c 0 "$blackbox_binary" --config.file="$work/blackbox.yml" --web.listen-address=127.0.0.1:$blackbox_port --log.level=error >"$work/blackbox.log" 2>&1 9>&- & blackbox=$!
  start_tautan peak --single TAUTAN_Health__Concurrency=256
  load "$peak_targets" 10 "$work/peak"
  sleep 20
  for i in $(seq "$rounds"); do
    sleep 3
    before_cpu=$(cpu "$house") before_answers=$(answered); sleep "$round"
    used=$(($(cpu "$house") - before_cpu)) answers=$(($(answered) - before_answers))
    calculate '%.0f %.0f\n' "$answers / $used * 1e6, $answers / $round" >>"$work/tautan.peak"
    # Both on one core, one after the other.
    kill -STOP "$house"
    before_cpu=$(cpu "$blackbox") before_answers=$(answered)
    ask_blackbox "$round"
    used=$(($(cpu "$blackbox") - before_cpu)) answers=$(($(answered) - before_answers))
    calculate '%.0f %.0f\n' "$answers / $used * 1e6, $answers / $round" >>"$work/blackbox.peak"
    kill -CONT "$house"
  done
  local ours theirs
  ours=$(awk '{ print $1 }' "$work/tautan.peak" | median) theirs=$(awk '{ print $1 }' "$work/blackbox.peak" | median)
  row "probes a second of CPU, stored: Tautan" "$ours" ""
  row "  seen by nginx a second" "$(awk '{ print $2 }' "$work/tautan.peak" | median)" ""
  row "probes a second of CPU: blackbox exporter" "$theirs" ""
  row "  seen by nginx a second" "$(awk '{ print $2 }' "$work/blackbox.peak" | median)" ""
  row "ratio" "$(calculate %.2f "$ours / $theirs")" "≥ 2"
  stop_tautan
}

start_nginx
row what measured limit
for one in $what; do "$one"; done
