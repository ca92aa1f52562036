#!/usr/bin/env bash
# `tautan check`: URLs a second on one core, with nginx on the other, and from its start to its first request beside the whole
# life of console programs that were published the same way: one that does nothing, and one that says hello.
#   bench/check.sh
# Needs nginx. PUBLISHED and BENCH are directories that were published before; URLS and ROUNDS are below.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
urls=${URLS:-10000} rounds=${ROUNDS:-5} port=${PORT:-18180}
work=$(mktemp -d) nginx=
finish() {
  if [ -n "$nginx" ]; then kill "$nginx" 2>/dev/null || true; wait "$nginx" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
if [ -z "${BENCH:-}" ]; then BENCH=$work/bench; dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$BENCH" -v q -nologo; fi
if [ -z "${PUBLISHED:-}" ]; then PUBLISHED=$work/published; dotnet publish "$root/src/Tautan" -c Release -o "$PUBLISHED" -v q -nologo; fi

program() { # name, body
  mkdir -p "$work/$1"
  cat >"$work/$1/$1.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <PublishReadyToRun>true</PublishReadyToRun>
    <RuntimeIdentifier>$(NETCoreSdkPortableRuntimeIdentifier)</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
  </PropertyGroup>
</Project>
PROJECT
  echo "$2" >"$work/$1/Program.cs"
  dotnet publish "$work/$1" -c Release -o "$work/$1/out" -v q -nologo
}
program empty 'return 0;'
program hello 'Console.WriteLine("Hello, World!");'

mkdir -p "$work/nginx/logs"
cat >"$work/nginx/nginx.conf" <<CONF
worker_processes 1; pid $work/nginx/pid; error_log $work/nginx/error.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000; default_type text/html; server { listen 127.0.0.1:$port backlog=4096; location / { return 200 '<html><title>It works</title></html>'; } } }
CONF
PATH=$PATH:/usr/sbin taskset -c 1 nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" & nginx=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/"; do kill -0 $nginx; sleep 0.1; done
seq -f "http://127.0.0.1:$port/page/%.0f" "$urls" >"$work/urls.txt"

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
row() { printf '%-66s %10s  %s\n' "$@"; }
for _ in $(seq "$rounds"); do
  taskset -c 0 "$PUBLISHED/tautan" check --format json "$work/urls.txt" 2>/dev/null >"$work/report.json"
  took=$(grep -oE '"ms":[0-9]+\}\}' "$work/report.json" | grep -oE '[0-9]+')
  grep -qE "\"up\":$urls,\"down\":0" "$work/report.json" || { echo "not all were up" >&2; exit 1; }
  awk "BEGIN { printf \"%.0f\n\", $urls / $took * 1000 }" >>"$work/rates"
done
row what measured limit
row "tautan check, $urls URLs, one core: URLs/s after start" "$(median <"$work/rates")" "≥ 5000"
for beside in empty hello; do
  read -r first whole <<<"$("$BENCH/Tautan.Bench" start --asking "$PUBLISHED/tautan check --no-pages http://127.0.0.1:PORT/" --ending "$work/$beside/out/$beside")"
  row "from its start to its first request, ms; $beside program, ms" "$first" "$whole"
  row "  ratio" "$(awk "BEGIN { printf \"%.2f\", $first / $whole }")" "≤ 2.5"
done
