#!/usr/bin/env bash
# What the edge of a published `tautan serve` costs beyond the plain redirect of bench/redirect.sh; nginx (map + return 302) with
# the same links and certificate in the same run, rounds interleaved, medians.
#   bench/edge.sh [cores] [tls] [churn] [crowd]      all of them where none is named
# cores  CPU a request with the edge on both cores at half of its peak, beside one core. The load has to come from the same two
#        cores then: what it takes from caches is in the figure.
# tls    HTTP/2, TLS 1.3 on kept connections, TLS 1.3 with a connection and a full handshake for each request.
# churn  p99 at half of the slower one's peak while 1,000 links a second change, in nginx's rounds, too.
# crowd  p99 at a quarter of the peak with 8,000 idle and 1,000 slow connections and a flood of unknown slugs.
# LINKS, ROUNDS, ROUND_SECONDS, WARM_UP (seconds of each load before it counts), CONNECTIONS, CHURN, IDLE, SLOW, FLOOD and PORT (the
# first of five) say how much of what and where. PUBLISHED and BENCH are directories published before; DATA is a data directory that
# is kept, with its links and those that churn left, for the next run; LOCK=FILE holds a lock on FILE during each round.
# Needs nginx, h2load, openssl, curl, taskset and two cores. The edge has core 0, load and house core 1. h2load counts a request's
# time from when it is sent: one that waits behind a slow answer is not late.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lib.sh"
churn_rate=${CHURN:-1000} idle=${IDLE:-8000} slow=${SLOW:-1000} flood=${FLOOD:-10000}
suite=(--groups=X25519 --tls13-ciphers=TLS_AES_128_GCM_SHA256)

cores() {
  local i shape
  for i in $(seq "$rounds"); do
    for shape in one both; do alone cores_round "$shape"; done
  done
  result 'one core, at peak: CPU a request' "$(median one-peak tautan 3) µs"
  result 'one core, half of peak: CPU a request' "$(median one-half tautan 3) µs"
  result "both cores, half of peak ($(median both-half tautan 4)/s): CPU a request" "$(median both-half tautan 3) µs"
  result '  beside one core at half of peak' "$(calculate %.2f "$(median both-half tautan 3) / $(median one-half tautan 3)")" '≤ 1.1'
  result '  beside one core at peak' "$(calculate %.2f "$(median both-half tautan 3) / $(median one-peak tautan 3)")" '≤ 1.1'
}
# How many cores there are is asked once, at the start.
cores_round() { # one or both
  local url=http://127.0.0.1:$tautan_port
  [ -z "$tautan" ] || stop "$tautan"
  if [ "$1" = one ]; then generator=1; start_tautan 0 1; else generator=0,1; start_tautan 0,1 0,1; fi
  ask "$warm_up" "$url" --h1 >/dev/null
  round "$1-peak" tautan ask "$seconds" "$url" --h1
  round "$1-half" tautan hold "$(tail -1 "$work/rounds" | awk '{ print int($4 / 2) }')" "$seconds" "$url" --h1
  stop "$tautan"
  tautan='' generator=1
}

tls() {
  local i row port
  for port in $nginx_secure $tautan_secure; do echo "# port $port, TLS 1.3: $(resumption "$port")"; done
  seconds=$warm_up alone tls_round
  sed -i '/^tls-/d' "$work/rounds"
  for i in $(seq "$rounds"); do alone tls_round; done
  for row in tls-http2 tls-kept tls-new; do
    result "$row: requests/s, nginx and edge" "$(median $row nginx 4), $(median $row tautan 4)"
    result '  requests/s beside nginx' "$(calculate %.2f "$(median $row tautan 4) / $(median $row nginx 4)")" '≥ 0.6 (goal 0.8)'
    result '  nginx, edge: CPU a request' "$(median $row nginx 3), $(median $row tautan 3) µs"
    result '  by CPU beside nginx' "$(calculate %.2f "$(median $row nginx 3) / $(median $row tautan 3)")" '≥ 0.6 (goal 0.8)'
    result '  not redirected' "$(sum $row 6)" 0
  done
}
tls_round() {
  local server port
  for server in nginx tautan; do
    port=$tautan_secure; [ $server = tautan ] || port=$nginx_secure
    round tls-http2 $server ask "$seconds" "https://127.0.0.1:$port" -m10 "${suite[@]}"
    round tls-kept $server ask "$seconds" "https://127.0.0.1:$port" --h1 "${suite[@]}"
    round tls-new $server handshakes "$seconds" "$port"
  done
}
resumption() { # port
  { printf 'GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n' "$last"; sleep 1; } |
    timeout 10 openssl s_client -connect "127.0.0.1:$1" -servername localhost -tls1_3 -sess_out "$work/session" >/dev/null 2>&1 || true
  timeout 10 openssl s_client -connect "127.0.0.1:$1" -servername localhost -tls1_3 -sess_in "$work/session" </dev/null 2>/dev/null | grep -oE '^(New|Reused)' || echo none
}

churn() {
  local i rate
  rate=$(alone half_of_peak)
  taskset -c 1 "$BENCH/Tautan.Bench" churn --rate "$churn_rate" --server "http://127.0.0.1:$tautan_port" --key-file "$DATA/admin-api-key" >"$work/churn.log" 2>&1 9>&- & beside=$!
  for i in $(seq "$rounds"); do alone churn_round "$rate"; done
  stop "$beside"; beside=
  result "churn ($(cat "$work/churn.log")), $rate requests/s: nginx p99" "$(median churn nginx 5) ms"
  result '  edge p99' "$(median churn tautan 5) ms" "≤ $(calculate %.2f "2 * $(median churn nginx 5) + 2") ms"
  result '  not redirected' "$(sum churn 6)" 0
}
half_of_peak() {
  local server
  ask "$warm_up" "http://127.0.0.1:$tautan_port" --h1 >/dev/null
  for server in $nginx_port $tautan_port; do ask "$seconds" "http://127.0.0.1:$server" --h1; done | awk '{ rate = $1 / $2 * 1e6 } NR == 1 || rate < least { least = rate } END { print int(least / 2) }'
}
churn_round() { # rate
  round churn nginx hold "$1" "$seconds" "http://127.0.0.1:$nginx_port" --h1
  round churn tautan hold "$1" "$seconds" "http://127.0.0.1:$tautan_port" --h1
}

crowd() {
  local i rate refused
  ulimit -n "$(ulimit -Hn)"
  rate=$(($(alone half_of_peak) / 2))
  : >"$work/crowds.log"
  for i in $(seq "$rounds"); do alone crowd_round "$rate"; done
  refused=$(awk '/^refused/ { sum += $2 } END { print sum + 0 }' "$work/crowds.log")
  result "crowd, $rate requests/s, undisturbed: p99" "$(median crowd-none tautan 5) ms"
  result "  with $idle idle, $slow slow, $flood unknown slugs a second: p99" "$(median crowd tautan 5) ms" "≤ $(calculate %.2f "2 * $(median crowd-none tautan 5) + 5") ms"
  result '  not redirected, connections refused' "$(sum crowd 6), $refused" '0, 0'
}
crowd_round() { # rate
  local url=http://127.0.0.1:$tautan_port visitors flooding
  round crowd-none tautan hold "$1" "$seconds" "$url" --h1
  taskset -c 1 "$BENCH/Tautan.Bench" crowd --idle "$idle" --slow "$slow" --server "$url" >"$work/crowd.log" 2>&1 9>&- & visitors=$!
  beside=$visitors
  until_true 60 grep -q open "$work/crowd.log"
  taskset -c 1 h2load -t1 --h1 -c16 -D$((seconds + 2)) --rps=$((flood / 16)) -i "$work/nginx/unknown.txt" -B "$url" >"$work/flood.log" 2>&1 9>&- & flooding=$!
  beside="$visitors $flooding"
  sleep 1
  round crowd tautan hold "$1" "$seconds" "$url" --h1
  wait $flooding || true
  stop $visitors
  beside=
  cat "$work/crowd.log" >>"$work/crowds.log"
  grep '^status' "$work/flood.log"
}

publish
start_nginx
: >"$work/rounds"
[ $# != 0 ] || set -- cores tls churn crowd
for row in "$@"; do
  [ "$row" = cores ] || [ -n "$tautan" ] || start_tautan 0 1
  "$row"
done
echo
echo "links $links, rounds $rounds of $seconds s, $connections connections, medians"
printf '%-62s %14s   %s\n' what measured limit
printf '%s\n' "${results[@]}"
