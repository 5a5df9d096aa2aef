#!/usr/bin/env bash
# Builds the registry as an isolated worker, deploys infra/main.bicep and publishes to it, then registers and removes a probe agent.
#
#   infra/deploy.sh --group rg-registry-dev --parameters infra/dev.bicepparam [--location westeurope] [--what-if] [--yes]
#
# --what-if  shows what would change and ends. Without it the same is shown first, and --yes goes on without asking.
#
# Needs the Azure CLI (signed in, with Bicep), the .NET SDK, zip and curl. From the environment, never from a file:
#   REGISTRY_ADMIN_SHA256  SHA-256 of a key with role admin; prod.bicepparam asks for it
#   REGISTRY_SMOKE_KEY     that key (or one with role agent), for /health and the smoke test; without it only /health/live is asked
set -euo pipefail
cd "$(dirname "$0")/.."

group='' parameters='' location='' what_if=false yes=false
while [ $# -gt 0 ]; do
  case "$1" in
    --group) group=$2; shift 2 ;;
    --parameters) parameters=$2; shift 2 ;;
    --location) location=$2; shift 2 ;;
    --what-if) what_if=true; shift ;;
    --yes) yes=true; shift ;;
    *) echo "Unknown argument: $1" >&2; exit 2 ;;
  esac
done
if [ -z "$group" ] || [ ! -f "$parameters" ]; then
  echo "Usage: infra/deploy.sh --group NAME --parameters FILE [--location REGION] [--what-if] [--yes]" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! az group show --name "$group" --output none 2>/dev/null; then
  if [ -z "$location" ]; then
    echo "There is no resource group $group: say --location to create it." >&2
    exit 2
  fi
  if [ "$what_if" = true ]; then
    echo "The resource group $group would be created in $location, and everything in infra/main.bicep in it."
    exit 0
  fi
  az group create --name "$group" --location "$location" --output none
fi

az deployment group what-if --resource-group "$group" --parameters "$parameters"
if [ "$what_if" = true ]; then
  exit 0
fi
if [ "$yes" = false ]; then
  read -r -p 'Deploy this? [y/N] ' answer
  [ "$answer" = y ] || exit 1
fi

# What is built is what is deployed: build before anything changes.
dotnet publish src/Registry.Functions -c Release -p:FunctionsWorker=true -o "$work/app"
for file in host.json Registry.Functions.dll functions.metadata worker.config.json; do
  [ -f "$work/app/$file" ] || { echo "The build has no $file: is it one with FunctionsWorker=true?" >&2; exit 1; }
done
(cd "$work/app" && zip -qr ../app.zip .)

deployment="registry-$(date -u +%Y%m%d%H%M%S)"
az deployment group create --name "$deployment" --resource-group "$group" --parameters "$parameters" --output none
output() {
  az deployment group show --name "$deployment" --resource-group "$group" --query "properties.outputs.$1.value" --output tsv
}
app=$(output functionAppName)
url=$(output functionUrl)

# Roles take a while to spread: the first attempts may be denied.
published=false
for attempt in 1 2 3 4 5; do
  if az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$work/app.zip" --output none; then
    published=true
    break
  fi
  echo "Publishing failed ($attempt of 5)."
  sleep $((attempt * 15))
done
[ "$published" = true ] || { echo "Publishing failed." >&2; exit 1; }

# From a file: a key on a command line is seen by everybody on the machine.
touch "$work/curl.conf"
chmod 600 "$work/curl.conf"
path=/health/live
if [ -n "${REGISTRY_SMOKE_KEY:-}" ]; then
  printf 'header = "x-functions-key: %s"\n' "$REGISTRY_SMOKE_KEY" > "$work/curl.conf"
  path=/health
fi
call() {
  curl -fsS --max-time 30 --config "$work/curl.conf" "$@"
}

# /health answers 200 once storage answers; until the roles have spread it is 503.
healthy=false
for _ in $(seq 1 60); do
  if call -o /dev/null "$url$path" 2>/dev/null; then
    healthy=true
    break
  fi
  sleep 5
done
if [ "$healthy" = false ]; then
  echo "$url$path does not answer 200 after five minutes:" >&2
  call "$url$path" || true
  exit 1
fi

if [ -z "${REGISTRY_SMOKE_KEY:-}" ]; then
  echo "REGISTRY_SMOKE_KEY is not set: /health was not asked, and no agent registered."
  echo "$url"
  exit 0
fi

id="deployment-probe-$(date -u +%s)"
removed=false
remove() {
  [ "$removed" = true ] || call -X POST "$url/agents/$id/unregister" -o /dev/null || true
  rm -rf "$work"
}
trap remove EXIT
call "$url/agents/register" -H 'Content-Type: application/json' -o /dev/null \
  -d "{\"id\": \"$id\", \"name\": \"$id\", \"type\": \"deployment-probe\", \"host\": \"127.0.0.1\", \"port\": 1, \"ttl_seconds\": 60}"
call -X POST "$url/agents/$id/heartbeat" -o /dev/null
call "$url/agents/$id" -o "$work/agent.json"
grep -q "\"$id\"" "$work/agent.json" || { echo "The probe agent is not found." >&2; exit 1; }
call -X POST "$url/agents/$id/unregister" -o /dev/null
removed=true
echo "The smoke test passed: an agent was registered, renewed, found and removed."
echo "$url"
