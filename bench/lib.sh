# shellcheck shell=bash
# What bench/edge.sh stands on: nginx and a published `tautan serve` with the same links and the same certificate, load on
# them, CPU a request, medians. Read by `.`, not run.
links=${LINKS:-100000} rounds=${ROUNDS:-5} seconds=${ROUND_SECONDS:-10} warm_up=${WARM_UP:-30}
nginx_port=${PORT:-18110}
nginx_secure=$((nginx_port + 1)) tautan_port=$((nginx_port + 2)) tautan_secure=$((nginx_port + 3)) operations_port=$((nginx_port + 4))
connections=${CONNECTIONS:-64}
work=$(mktemp -d) nginx= tautan= beside= generator=1 results=()
DATA=${DATA:-$work/data}

finish() {
  local pid
  for pid in $beside $nginx $tautan; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

publish() {
  if [ -z "${BENCH:-}" ]; then BENCH=$work/bench; dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$BENCH" -v q -nologo; fi
  if [ -z "${PUBLISHED:-}" ]; then PUBLISHED=$work/published; dotnet publish "$root/src/Tautan" -c Release -o "$PUBLISHED" -v q -nologo; fi
}

until_true() { # seconds command…
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    if [ $SECONDS -ge $end ]; then echo "not within its time: $*" >&2; tail -5 "$work/"*.log >&2; exit 1; fi
    sleep 0.2
  done
}
redirects() { [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1$last")" = 302 ]; } # port
ready() { curl -sf -o /dev/null "http://127.0.0.1:$operations_port/health/ready"; }

start_nginx() { # on core 0
  mkdir -p "$work/nginx"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$work/nginx/tls.key" -out "$work/nginx/tls.crt" 2>/dev/null
  "$BENCH/Tautan.Bench" generate --links "$links" --port $nginx_port --secure-port $nginx_secure "$work/nginx"
  last=$(tail -1 "$work/nginx/links.map" | cut -d' ' -f1)
  PATH=$PATH:/usr/sbin taskset -c 0 nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" 2>/dev/null 9>&- & nginx=$!
  until_true 60 redirects $nginx_port
}

start_tautan() { # cores of the edge, cores of the house
  local house
  TAUTAN_Urls__Public="http://127.0.0.1:$tautan_port;https://127.0.0.1:$tautan_secure" TAUTAN_Urls__Operations=http://127.0.0.1:$operations_port \
    TAUTAN_Gateway__Certificates__0__Path=$work/nginx/tls.crt TAUTAN_Gateway__Certificates__0__KeyPath=$work/nginx/tls.key \
    taskset -c "$1" "$PUBLISHED/tautan" serve --data "$DATA" >>"$work/tautan.log" 2>&1 9>&- & tautan=$!
  until_true 60 ready
  for house in $(cat /proc/$tautan/task/*/children); do taskset -a -p -c "$2" "$house" >/dev/null; done
  if ! redirects $tautan_port; then
    taskset -c 1 "$BENCH/Tautan.Bench" load --links "$links" --server "http://127.0.0.1:$tautan_port" --key-file "$DATA/admin-api-key" >&2
    until_true 60 redirects $tautan_port
  fi
}
stop() { kill -TERM "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; } # process

# Holds LOCK, where there is one, while a command runs.
alone() {
  if [ -n "${LOCK:-}" ]; then exec 9>"$LOCK"; flock 9; fi
  "$@"
  if [ -n "${LOCK:-}" ]; then exec 9>&-; fi
}

# Ticks of user and system time of the edge, or of nginx with its workers; not of the edge's house.
ticks() {
  local pid total=0 pids=$1
  if [ "$1" = "$nginx" ]; then pids="$1 $(cat "/proc/$1/task/"*/children)"; fi
  for pid in $pids; do
    # shellcheck disable=SC2046
    set -- $(sed 's/.*) //' "/proc/$pid/stat")
    total=$((total + ${12} + ${13}))
  done
  echo $total
}

# Load, each says: requests that were redirected, microseconds, requests that were not, p99 in microseconds.
ask() { # seconds url arguments of h2load…
  local time=$1 url=$2; shift 2
  rm -f "$work/times"
  timeout $((time + 30)) taskset -c "$generator" h2load -t1 -c"$connections" -D"$time" -i "$work/nginx/links.txt" -B "$url" "$@" >"$work/h2load.log" 9>&-
  local p99=0
  [ ! -f "$work/times" ] || p99=$(p99 "$work/times")
  awk -v us=$((time * 1000000)) -v p99="$p99" '
    /^requests:/ { failed = $10 }
    /^status codes:/ { redirected = $5; others = $3 + $7 + $9 }
    END { print redirected, us, others + failed, p99 }' "$work/h2load.log"
}
hold() { # rate seconds url arguments of h2load…
  local rate=$1; shift
  ask "$@" --rps=$((rate / connections)) --log-file="$work/times"
}
# A connection and a full handshake for each request, from eight clients that do nothing else.
handshakes() { # seconds port
  local i pids=()
  for i in 1 2 3 4 5 6 7 8; do
    timeout $(($1 + 30)) taskset -c "$generator" openssl s_time -connect "127.0.0.1:$2" -new -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256 \
      -www "$(sed -n "${i}p" "$work/nginx/links.txt")" -time "$1" >"$work/handshakes.$i.log" 2>&1 9>&- & pids+=($!)
  done
  wait "${pids[@]}" || true
  awk -v us=$(($1 * 1000000)) '/real seconds/ { if ($7 > 0) made += $1; else errors += $1 } /ERROR/ { errors++ } END { print made + 0, us, errors + 0, 0 }' "$work"/handshakes.*.log
}
p99() { awk '{ n[$3]++; if ($3 > most) most = $3 } END { for (at = 0; at <= most; at++) { sum += n[at]; if (sum >= 0.99 * NR) { print at; exit } } }' "$1"; }

# One round: its row, its server, CPU a request in µs, requests a second, p99 in ms, requests that were not redirected.
round() { # row server load…
  local row=$1 server=$2 before after result; shift 2
  before=$(ticks "${!server}")
  result=$("$@")
  after=$(ticks "${!server}")
  # shellcheck disable=SC2086
  set -- $result
  awk -v row="$row" -v server="$server" -v requests="$1" -v us="$2" -v errors="$3" -v p99="$4" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%s %s %.3f %.0f %.2f %d\n", row, server, requests ? ticks / hz * 1e6 / requests : 0, requests / us * 1e6, p99 / 1000, errors }' | tee -a "$work/rounds"
}
median() { # row server column
  awk -v row="$1" -v server="$2" -v column="$3" '$1 == row && $2 == server { print $column }' "$work/rounds" | sort -n |
    awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
sum() { awk -v row="$1" -v column="$2" '$1 == row { sum += $column } END { print sum + 0 }' "$work/rounds"; } # row column
calculate() { awk "BEGIN { printf \"$1\", $2 }"; } # format expression
result() { results+=("$(printf '%-62s %14s   %s' "$1" "$2" "${3:-}")"); } # what measured limit
