#!/usr/bin/env bash
# Recording to reports, and recording to alerts, beside Python's orjson and Shapely (parsing and zones only).
# Usage: run.sh [REPORTS] [ROUNDS]. Quote ratios: the machine's speed drifts, and each round measures all sides.
set -euo pipefail
cd "$(dirname "$0")/../.."
reports=${1:-1000000}
rounds=${2:-5}
for product in decode-benchmark vasscm vasscm-sim; do swift build -c release --product "$product" >&2; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
venv=${VASSCM_BENCHMARK_VENV:-.build/benchmark-venv}
if ! "$venv/bin/python" -c 'import orjson, shapely' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet orjson shapely
fi
.build/release/decode-benchmark generate --reports "$reports" >"$folder/day.jsonl"
.build/release/decode-benchmark generate --reports "$reports" --as-text >"$folder/text.jsonl"
# For the whole replay a fleet with transits, so that every rule has its work: some 530 reports a transit.
.build/release/vasscm-sim fleet --transits $((reports / 530)) --interval 30 --start 2026-03-02T00:00:00Z --seed 4242 \
    --output "$folder/fleet.jsonl" 2>/dev/null
fleet=$(grep -c /reports "$folder/fleet.jsonl")

# Reports a second of a command over the whole recording, its start included.
rate() {
    local started ended
    started=$(date +%s%N)
    "$@" >/dev/null 2>&1
    ended=$(date +%s%N)
    echo $((fleet * 1000000000 / (ended - started)))
}

median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

replay=() python=() ratio=()
for _ in $(seq "$rounds"); do
    python+=("$("$venv/bin/python" Benchmarks/Decode/yardstick.py "$folder/fleet.jsonl" Config/zones.geojson 2>/dev/null)")
    replay+=("$(rate .build/release/vasscm replay --config Config/vasscm.yaml "$folder/fleet.jsonl")")
    ratio+=($((replay[-1] * 100 / python[-1])))
done

echo "decode: $reports reports of $(wc -c <"$folder/day.jsonl") bytes; median of $rounds rounds, reports a second"
echo
for file in day text; do
    .build/release/decode-benchmark decode --rounds "$rounds" "$folder/$file.jsonl" | while IFS=$'\t' read -r name median best; do
        printf '%-44s %9d   best %d\n' "$name, one core ($file.jsonl)" "$median" "$best"
    done
done
printf '%-44s %9d   %s\n' "vasscm replay, every rule, $fleet reports" "$(printf '%s\n' "${replay[@]}" | median)" "each: ${replay[*]}"
printf '%-44s %9d   %s\n' "orjson and Shapely, no rules" "$(printf '%s\n' "${python[@]}" | median)" "each: ${python[*]}"
printf '%-44s %8d%%   %s\n' "replay to orjson and Shapely, same round" "$(printf '%s\n' "${ratio[@]}" | median)" "each: ${ratio[*]}"
