#!/usr/bin/env bash
# Starts broker, server, gpsd and the replay of a recorded day on loopback, and stops all of it on Ctrl-C.
# SPEED=60 sets how many times faster than real the day runs.
set -euo pipefail
cd "$(dirname "$0")/.."

speed=${SPEED:-60}
bin=.build/release
run=run
address=http://127.0.0.1:8080
pids=()

stop() {
    trap - EXIT INT TERM
    # The newest first: what sends before what takes.
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill -TERM "${pids[i]}" 2>/dev/null || true
        wait "${pids[i]}" 2>/dev/null || true
    done
    echo "Stopped."
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    echo "demo: $1" >&2
    exit 1
}

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for port in 8080 18830 29470; do
    if port_in_use "$port"; then fail "port $port on 127.0.0.1 is in use; stop what listens there and try again"; fi
done

rm -rf "$run/demo" "$run/mosquitto"
mkdir -p "$run/demo" "$run/mosquitto"
# mosquitto drops to its own user when root starts it.
if [ "$(id -u)" = 0 ] && id mosquitto >/dev/null 2>&1; then chown mosquitto "$run/mosquitto"; fi

mosquitto=$(command -v mosquitto || echo /usr/sbin/mosquitto)
"$mosquitto" -c Config/mosquitto-demo.conf >"$run/mosquitto.log" 2>&1 &
pids+=($!)

"$bin/vasscm" serve --config Config/demo.yaml >"$run/vasscm.log" 2>&1 &
server=$!
pids+=("$server")
for _ in $(seq 1 150); do
    curl -fs "$address/readyz" 2>/dev/null | grep -q '"mqtt [^"]*":"ok"' && break
    kill -0 "$server" 2>/dev/null || fail "the server did not start: $(tail -n 3 "$run/vasscm.log")"
    sleep 0.2
done
curl -fs "$address/readyz" >/dev/null || fail "the server is not ready; see $run/vasscm.log"

cat <<TEXT

VASSCM is running. Ctrl-C stops everything.

  Console    $address/        sign in as officer with demo-officer-password
  Board      $address/board  the queues at the gates, for drivers
  Keys       demo-viewer  demo-officer  demo-supervisor  demo-operator-hph  demo-operator-cli  demo-customs-system
  Log        $run/vasscm.log

Try, in another terminal:
  curl -s -H 'Authorization: Bearer demo-viewer' '$address/v1/alerts?status=active' | python3 -m json.tool
  curl -s -H 'Authorization: Bearer demo-viewer' '$address/v1/transits?status=in-transit' | python3 -m json.tool
  curl -N -H 'Authorization: Bearer demo-viewer' $address/v1/stream

A recorded day plays at $speed times its speed:
TEXT

"$bin/vasscm-sim" replay --mqtt 127.0.0.1:18830 --server "$address" --speed "$speed" \
    Simulators/Recordings/anomalous-day.jsonl &
player=$!
pids+=("$player")

# The simulated clock runs once the player has said the time; then the lorry's receiver may speak: its NMEA sentences
# go through a real gpsd.
for _ in $(seq 1 200); do
    curl -fs -H 'Authorization: Bearer demo-viewer' "$address/v1/transits" | grep -q '"transit"' && break
    sleep 0.2
done
gpsfake -1 -q -c 1 -P 29470 Simulators/Recordings/lorry.nmea >"$run/gpsfake.log" 2>&1 &
pids+=($!)

if wait "$player"; then
    echo
    echo "The day is over. The console stays up until Ctrl-C."
else
    fail "the replay ended with an error"
fi
wait "$server"
