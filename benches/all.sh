#!/usr/bin/env bash
# Every figure of docs/performance.md. Takes 25 minutes on a quiet machine with two cores, much of it
# for the clean builds of the last one.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo bench --locked -p helpdesk-benches
cargo bench --locked -p helpdesk --bench webhooks --features memory,serve
cargo bench --locked -p helpdesk-cli --bench listen
benches/weight.sh digisac
