#!/usr/bin/env bash
# What has to hold before anything is pushed: format, build without a warning, tests.
# Warnings are errors by Package.swift. Usage: scripts/check.sh [swift test arguments]
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples Benchmarks

echo "== build"
swift build --build-tests

echo "== tests"
swift test --skip-build "$@"
