#!/usr/bin/env bash
# How smooth the live map stays with 20,000 seals at 700 reports a second: a broker, a server and the load of their own,
# and a Chromium that pans. Usage: run.sh [--seals N] [--rate N] [--minutes M] [--port P]; prints a table. BIN names other programs.
set -euo pipefail
cd "$(dirname "$0")/../.."

seals=20000 rate=700 minutes=1 port=18931
while [ $# -gt 0 ]; do
    case $1 in
        --seals) seals=$2 ;;
        --rate) rate=$2 ;;
        --minutes) minutes=$2 ;;
        --port) port=$2 ;;
        *) echo "usage: Benchmarks/Console/run.sh [--seals N] [--rate N] [--minutes M] [--port P]" >&2; exit 2 ;;
    esac
    shift 2
done
bin=${BIN:-.build/release}
here=$PWD
folder=$(mktemp -d "${TMPDIR:-/tmp}/vasscm-console-XXXXXX")
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT

broker=$((port + 1))
printf 'listener %s 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 100000\n' "$broker" \
    > "$folder/broker.conf"
cat > "$folder/vasscm.yaml" <<YAML
dataDirectory: $folder/data
zones: $here/Config/zones.geojson
accounts: $here/Config/accounts.yaml
basemap: $here/Config/basemap.geojson
http: {host: 127.0.0.1, port: $port}
mqtt:
  - {host: 127.0.0.1, port: $broker, clientId: vasscm}
YAML
mosquitto=$(PATH=$PATH:/usr/sbin command -v mosquitto)
"$mosquitto" -c "$folder/broker.conf" > "$folder/broker.log" 2>&1 & pids+=($!)
"$bin/vasscm" serve --config "$folder/vasscm.yaml" > "$folder/server.log" 2>&1 & pids+=($!)
for _ in $(seq 150); do
    if curl -fs "http://127.0.0.1:$port/readyz" | grep -q '"mqtt [^"]*":"ok"'; then break; fi
    sleep 0.2
done

load=("$bin/vasscm-sim" load --mqtt "127.0.0.1:$broker" --seals "$seals" --connections 4 --interval 28)
"${load[@]}" > "$folder/load.log" 2>&1 --count "$seals" --rate 8000
# A minute for panning and half a minute more than the heap is watched: signing in takes its time.
seconds=$(awk "BEGIN { print int($minutes * 60 + 90) }")
"${load[@]}" > "$folder/load.log" 2>&1 --count "$((rate * seconds))" --rate "$rate" --first-seq 2 --start now & pids+=($!)
python3 -B Benchmarks/Console/frames.py --url "http://127.0.0.1:$port" --broker "127.0.0.1:$broker" --seals "$seals" \
    --minutes "$minutes"
