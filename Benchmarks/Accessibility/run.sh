#!/usr/bin/env bash
# Looks at every page of the console with axe-core (from PyPI, into .build) in a real Chromium: what WCAG asks for.
# Pictures of all pages are left in run/screenshots.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.build/axe-venv
if [ ! -x "$venv/bin/python" ]; then python3 -m venv "$venv"; fi
"$venv/bin/pip" -q install 'axe-core-python==0.1.0'
VASSCM_AXE=$(realpath "$("$venv/bin/python" -c 'import axe_core_python, os; print(os.path.dirname(axe_core_python.__file__))')/axe.min.js")
export VASSCM_AXE VASSCM_SCREENSHOTS=$PWD/run/screenshots
swift build -c release --build-tests
exec swift test -c release --skip-build --no-parallel --filter 'EndToEnd/ConsoleLookTests'
