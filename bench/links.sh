#!/usr/bin/env bash
# Making, finding and importing links: creations a second beside this disk's fsyncs, bulks, the longest waits while others load, an import
# of a million, bytes a link, and six searches among them. A published `tautan serve gateway links`, on SQLite or, with POSTGRES=Host=…,
# on PostgreSQL. LINKS (1,000,000), PORT, PUBLISHED and BENCH as in edge.sh. Nothing but loopback is asked.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
links=${LINKS:-1000000} port=${PORT:-18300} work=$(mktemp -d) tautan=
finish() { [ -z "$tautan" ] || { kill "$tautan" 2>/dev/null; wait "$tautan" 2>/dev/null || true; }; rm -rf "$work"; }
trap finish EXIT
trap 'exit 1' INT TERM
if [ -z "${BENCH:-}" ]; then BENCH=$work/bench; dotnet publish "$root/bench/Tautan.Bench" -c Release -o "$BENCH" -v q -nologo; fi
if [ -z "${PUBLISHED:-}" ]; then PUBLISHED=$work/published; dotnet publish "$root/src/Tautan" -c Release -o "$PUBLISHED" -v q -nologo; fi
export TAUTAN_Urls__Public=http://127.0.0.1:$port TAUTAN_Urls__Operations=http://127.0.0.1:$((port + 1)) TAUTAN_SERVER=http://127.0.0.1:$port
[ -z "${POSTGRES:-}" ] || export TAUTAN_Links__Database=$POSTGRES
"$PUBLISHED/tautan" serve gateway links --data "$work/data" >"$work/log" 2>&1 & tautan=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$((port + 1))/health/ready/links" && break; sleep 0.2; done
key=$work/data/admin-api-key
create() { "$BENCH/Tautan.Bench" create --server "$TAUTAN_SERVER" --key-file "$key" "$@"; }

echo "fsyncs a second of this disk:"
python3 - "$work/probe" <<'P'
import os, sys, time
f = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY); n, t = 0, time.time()
while time.time() - t < 2: os.write(f, b'x' * 4096); os.fsync(f); n += 1
print(round(n / (time.time() - t)))
P
create --links 5000 >/dev/null
for round in 1 2 3; do echo "64 clients, one link a request: $(create --links 20000)"; done
create --clients 4 --at-once 1000 --links 100000 >/dev/null
for round in 1 2 3; do echo "4 clients, a thousand a request: $(create --clients 4 --at-once 1000 --links 100000)"; done
for round in 1 2 3; do
  echo "8 clients, idle otherwise: $(create --clients 8 --links 2000)"
  "$BENCH/Tautan.Bench" churn --rate 1000 --server "$TAUTAN_SERVER" --key-file "$key" >"$work/churn" & churn=$!
  echo "8 clients, while 1,000/s are loaded: $(create --clients 8 --links 2000)"
  kill -TERM $churn; wait $churn || true
done

python3 - "$links" >"$work/links.csv" <<'P'
import random, sys
random.seed(7)
print('slug,url,tags,health')
for i in range(int(sys.argv[1])):
    print('%s,https://www.bench-%03d.example/articles/2026/%010d/%09d/some-page.html,tag-%d,"{""enabled"":false}"' % (''.join(random.choices('bcdfghjkmnpqrstvwxyz23456789', k=8)), i % 997, 42, i, i % 50))
P
TAUTAN_API_KEY=$(cat "$key"); export TAUTAN_API_KEY
start=$(date +%s.%N)
"$PUBLISHED/tautan" import "$work/links.csv" >"$work/imported"
echo "import of $links: $(echo "$(date +%s.%N) - $start" | bc) s ($(grep created "$work/imported"))"

ask() { # name query
  local url="$TAUTAN_SERVER/api/v1/links?limit=50&$2" times=
  curl -sf -o /dev/null -H "Authorization: Bearer $TAUTAN_API_KEY" "$url"
  for _ in 1 2 3 4 5; do times="$times $(curl -sf -o /dev/null -w '%{time_total}' -H "Authorization: Bearer $TAUTAN_API_KEY" "$url")"; done
  echo "$1: $(echo "$times" | tr ' ' '\n' | sort -n | sed -n 4p | awk '{ printf "%.1f ms", $1 * 1000 }')"
}
ask "newest first" ""
ask "tag" "tag=tag-7"
ask "a part of one slug" "search=$(sed -n 500001p "$work/links.csv" | cut -c2-7)"
ask "text that all have" "search=articles/2026"
ask "host" "host=www.bench-007.example"
ask "slug order of a tag, from the middle of a day" "sort=slug&tag=tag-9&createdAfter=2020-01-01T00:00:00Z"
if [ -z "${POSTGRES:-}" ]; then
  python3 - "$work/data/links.db" <<'P'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
count = c.execute('SELECT count(*) FROM links').fetchone()[0]
try:
    sizes = dict(c.execute('SELECT name, sum(pgsize) FROM dbstat GROUP BY name'))
except sqlite3.OperationalError:
    sizes = {}
names = dict(c.execute('SELECT name, tbl_name FROM sqlite_schema'))
groups = {}
for name, size in sizes.items():
    table = names.get(name, name)
    group = 'feed' if table.startswith('feed') else 'history' if table in ('link_changes', 'stored_answers', 'tombstones') else 'imports' if table.startswith('import') else 'text index' if table.startswith('link_search') else 'links'
    groups[group] = groups.get(group, 0) + size
for group, size in sorted(groups.items()):
    print('%s: %.0f bytes a link' % (group, size / count))
P
fi
