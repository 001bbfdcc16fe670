#!/usr/bin/env bash
# Starts a published package under Azure Functions Core Tools beside Azurite, and sends it a campaign, a code and a cart.
# There is no Service Bus here: what listens to a queue is switched off, and health must say so.
set -euo pipefail
package=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

npm ci --prefix "$root/local/Azurite" --no-audit --no-fund
npm install --global --no-audit --no-fund azure-functions-core-tools@4

data=$(mktemp -d)
"$root/local/Azurite/node_modules/.bin/azurite" --silent --skipApiVersionCheck --location "$data" &
azurite=$!
cp "$root/local.settings.sample.json" "$package/local.settings.json"
cd "$package"
AzureWebJobs__ProcessClaim__Disabled=true AzureWebJobs__SendMail__Disabled=true \
  AzureWebJobs__RecordDeadClaim__Disabled=true func start --port 7071 --no-build > "$data/func.log" 2>&1 &
host=$!
trap 'kill "$host" "$azurite" 2> /dev/null || true; rm -rf "$data" "$package/local.settings.json"' EXIT

for _ in $(seq 120); do
  status=$(curl --silent --output "$data/health.json" --write-out '%{http_code}' http://localhost:7071/api/health || true)
  case $status in 200 | 503) break ;; esac
  sleep 1
done
cat "$data/func.log"
grep --quiet '"name":"storage","status":"healthy"' "$data/health.json"

ask() { curl --silent --show-error --fail-with-body --request "$1" "http://localhost:7071/api/$2" --header 'Content-Type: application/json' --data "$3"; }
ask PUT campaigns/smoke '{"name":"Smoke","goal":"retention","status":"active","currency":"EUR","startsAt":"2026-01-01T00:00:00Z","endsAt":"2036-01-01T00:00:00Z","timeZone":"Europe/Berlin","discount":{"kind":"amount-off","amount":500,"appliesTo":{"target":"order"}},"limits":{"total":1}}'
ask POST campaigns/smoke/codes '{"kind":"public","code":"SMOKE5"}'
cart='"codes":["SMOKE5"],"cart":{"currency":"EUR","channel":"web","region":"DE","lines":[{"id":"1","sku":"TEA-01","categories":["tea"],"quantity":2,"unitPrice":1250}]}'
ask POST codes/validate "{$cart}" | grep '"discount":500'
ask POST redemptions "{\"orderId\":\"o-1\",\"mode\":\"redeem\",$cart}" | grep '"state":"redeemed"'
