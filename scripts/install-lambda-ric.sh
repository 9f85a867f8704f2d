#!/usr/bin/env bash
# Installs AWS's Lambda runtime interface client into .ric/. It compiles native code, so it is kept out of `npm ci`:
# only the test that drives the built bundle with it needs it, and that test is skipped where .ric/ is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
version=4.0.2
if [ -f .ric/node_modules/aws-lambda-ric/rapid-client.node ] \
  && grep -q "\"version\": \"$version\"" .ric/node_modules/aws-lambda-ric/package.json; then
  echo "aws-lambda-ric $version is installed"
  exit 0
fi
missing=()
for tool in cmake make g++ xz; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq cmake make g++ xz-utils >/dev/null
  else
    echo "Cannot install aws-lambda-ric: missing ${missing[*]}" >&2
    exit 1
  fi
fi
mkdir -p .ric
printf '{ "private": true, "allowScripts": { "aws-lambda-ric": true } }\n' > .ric/package.json
PATH="$PWD/node_modules/.bin:$PATH" npm install --prefix .ric --no-audit --no-fund --save-exact "aws-lambda-ric@$version" > .ric/install.log 2>&1 \
  || { tail -n 30 .ric/install.log >&2; exit 1; }
echo "aws-lambda-ric $version installed"
