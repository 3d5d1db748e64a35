#!/usr/bin/env bash
# Makes the recordings anew, each with its truth: all of them, or those that are named. What each holds: README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
sim=$PWD/.build/release/vasscm-sim
zones=$PWD/Config/zones.geojson
cd Simulators/Recordings

# The option once for each kind.
each() { option=$1; shift; for kind; do printf -- '--%s %s ' "$option" "$kind"; done; }

# Shared by all: where it goes.
files() { printf -- '--output %s.jsonl --truth %s.truth.jsonl' "$1" "$1"; }

make_recording() {
    case $1 in
        uneventful-day)
            "$sim" fleet --zones "$zones" --transits 20 --route hai-phong--huu-nghi --route cat-lai--moc-bai --interval 60 \
                --start 2026-03-02T00:00:00Z --seed 20260302 $(files "$1")
            ;;
        anomalous-day)
            "$sim" fleet --zones "$zones" --transits 12 --route hai-phong--huu-nghi --route cat-lai--moc-bai --interval 60 \
                --start 2026-03-03T00:00:00Z --seed 20260303 --first-seal 101 \
                $(each anomaly tampered unlocked signal-lost signal-lost unauthorised-stop unauthorised-stop \
                    forbidden-zone wrong-destination overdue) $(files "$1")
            ;;
        every-rule-day)
            "$sim" fleet --zones "$zones" --transits 36 --route cat-lai--moc-bai --interval 90 \
                --start 2026-03-04T00:00:00Z --seed 20260304 --first-seal 201 \
                $(each anomaly tampered tampered-in-backlog unlocked battery-low signal-lost sequence-gap \
                    report-replayed clock-wrong cloned position-jump position-frozen gnss-jamming gnss-spoofing \
                    route-deviation unauthorised-stop forbidden-zone wrong-destination overspeed overdue \
                    late-forecast meeting no-clearance clearance-revoked gate-out-on-hold no-gate-out late-gate-out \
                    phantom-gate-in seal-mismatch seal-missing invalid-number late-report truck-changed) \
                $(files "$1")
            ;;
        hard-innocents-day)
            "$sim" fleet --zones "$zones" --transits 25 --route cat-lai--moc-bai --interval 90 \
                --start 2026-03-05T00:00:00Z --seed 20260305 --first-seal 301 \
                $(each innocent border-queue near-limit-stop long-rest corridor-detour short-excursion fence-parking \
                    mountain-road night-traffic tunnel late-reports long-backlog motorway speed-spike sleepy-device \
                    announced-outage corrected-event cancelled-event hold-lifted whole-minutes two-systems \
                    out-of-order plate-spelling carrier-seal) $(files "$1")
            ;;
        port-day)
            "$sim" port --zones "$zones" --each --containers 250 --transits 22 --interval 120 --first-seal 401 \
                --start 2026-03-06T00:00:00Z --seed 20260306 $(files "$1")
            ;;
        lorry)
            "$sim" fleet --zones "$zones" --transits 1 --route lach-huyen--huu-nghi --start 2026-03-02T23:00:00Z --seed 9001 \
                --first-seal 9001 --nmea lorry.nmea --nmea-seconds 900
            ;;
        *)
            echo "make.sh: there is no recording $1" >&2
            exit 2
            ;;
    esac
}

if [ $# = 0 ]; then set -- uneventful-day anomalous-day every-rule-day hard-innocents-day port-day lorry; fi
for name; do make_recording "$name"; done
