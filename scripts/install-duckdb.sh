#!/usr/bin/env bash
# Puts DuckDB beside the other packages, for the test that runs the Athena query on a real SQL engine. It stays out of
# package.json: a registry that lacks one of its platform packages would refuse the lock file to everybody.
set -euo pipefail
cd "$(dirname "$0")/.."
npm install --no-save --no-package-lock --no-audit --no-fund @duckdb/node-api@1.5.6-r.1 >/dev/null
echo "DuckDB installed"
