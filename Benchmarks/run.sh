#!/usr/bin/env bash
# The side-by-side measurements, one after the other; each prints a table. Quote ratios: the machine's speed drifts.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product intake-benchmark
.build/release/intake-benchmark "$@"
