#!/bin/sh
# Zone lookups here and by Shapely, over the same zones and places. Python's packages go into a folder of their own.
set -eu
cd "$(dirname "$0")/../.."
folder=${TMPDIR:-/tmp}/vasscm-zones-$$
venv=.build/shapely-venv
trap 'rm -rf "$folder"' EXIT
[ -x "$venv/bin/python3" ] || python3 -m venv "$venv"
"$venv/bin/python3" -c 'import shapely, numpy' 2>/dev/null || "$venv/bin/pip" install --quiet 'shapely>=2,<3' numpy
swift build -c release --product zones-benchmark
"$(swift build -c release --show-bin-path)/zones-benchmark" "$folder"

for fleet in carrying roaming crowded packed; do
    echo "Trucks $fleet:"
    "$venv/bin/python3" Benchmarks/Zones/shapely_zones.py "$folder/$fleet"
done
