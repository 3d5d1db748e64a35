#!/usr/bin/env bash
# The measurements behind the README's figures, one after the other; each prints a table. Quote ratios: the machine's
# speed drifts. Usage: run.sh [NAME]..., of: intake zones engine decode detection congestion port centre console openapi
# accessibility. Without a name, all but the last three.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() { echo "usage: Benchmarks/run.sh [intake] [zones] [engine] [decode] [detection] [congestion] [port] [centre] [console] [openapi] [accessibility]; each has options of its own"; }

names=()
for name in "$@"; do
    case $name in
        intake | zones | engine | decode | detection | congestion | port | centre | console | openapi | accessibility) names+=("$name") ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done
if [ ${#names[@]} = 0 ]; then names=(zones engine decode detection congestion intake port centre); fi

run() {
    swift build -c release --product "$1" >&2
    .build/release/"$@"
}

for name in "${names[@]}"; do
    printf '\n## %s\n\n' "$name"
    case $name in
        intake) run intake-benchmark ;;
        zones) Benchmarks/Zones/run.sh ;;
        engine)
            # A process of its own for each size: memory that one has used is not counted for the next.
            run engine-benchmark --seals 1000
            run engine-benchmark --seals 100000 --reports 120
            ;;
        decode) Benchmarks/Decode/run.sh ;;
        detection) run detection-benchmark --seed 20260322 ;;
        congestion)
            run congestion-benchmark --days 21 --warm-up 10 --seed 41
            run congestion-benchmark --scale
            ;;
        port)
            swift build -c release --product vasscm >&2
            run port-benchmark
            ;;
        centre)
            swift build -c release --product vasscm >&2
            run centre-benchmark
            ;;
        console) Benchmarks/Console/run.sh ;;
        openapi) Benchmarks/OpenAPI/run.sh ;;
        accessibility) Benchmarks/Accessibility/run.sh ;;
    esac
done
