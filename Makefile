# Two commands for a newcomer: `make run` shows the system at work, `make test` proves it. Both install what is missing.

PACKAGES := libsqlite3-dev libmosquitto-dev libgps-dev libzstd-dev zlib1g-dev libqrencode-dev libcurl4-openssl-dev pkg-config mosquitto \
	mosquitto-clients gpsd gpsd-tools gpsd-clients libjs-leaflet libjs-chart.js chromium curl procps sqlite3 gzip
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
BUILD := swift build -c release

.PHONY: run test build deps lint rebless bench check

## Start everything on loopback and play a recorded day; Ctrl-C stops all of it.
run: build
	Simulators/demo.sh

## Every test, also those with a real mosquitto, gpsd and Chromium.
test: deps lint
	$(BUILD) --build-tests
	swift test -c release --skip-build --no-parallel

build: deps
	$(BUILD) --product vasscm
	$(BUILD) --product vasscm-sim

## Debian packages, if any is missing.
deps:
	@dpkg-query -W -f '' $(PACKAGES) 2>/dev/null || \
	( $(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -q -y --no-install-recommends $(PACKAGES) )

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Simulators Tests Benchmarks

## Write the golden outputs of the recordings again; the commit says why they changed.
rebless: build
	for recording in Simulators/Recordings/*.jsonl; do \
		case $$recording in *.golden.jsonl|*.truth.jsonl) continue;; esac; \
		.build/release/vasscm replay --config Config/vasscm.yaml $$recording > $${recording%.jsonl}.golden.jsonl || exit 1; \
	done

## The measurements behind the README's figures.
bench: build
	Benchmarks/run.sh

check: build
	.build/release/vasscm check --config Config/vasscm.yaml
