#!/usr/bin/env bash
# The figures of docs/testing.md, in one run on one machine: an own Azurite and an own registry on free ports, wrk as the client
# (Debian: apt-get install wrk), a bare Kestrel endpoint as the peer of reads. Prints them; changes nothing outside a temporary folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
agents=${BENCH_AGENTS:-10000}
seconds=${BENCH_SECONDS:-10}
work=$(mktemp -d)
app=$root/src/Registry.Functions/bin/Release/net10.0/Registry.Functions.dll
bench=$root/bench/Registry.Bench/bin/Release/net10.0/Registry.Bench.dll
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT
free_port() { node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
await_answer() { for _ in $(seq 1 500); do curl -sf -m 5 -o /dev/null "$1" && return; sleep 0.02; done; echo "no answer from $1" >&2; exit 1; }
rate() { awk '/Requests\/sec/ {print $2}'; }

dotnet build -c Release -v q --nologo "$root/src/Registry.Functions" > /dev/null
dotnet build -c Release -v q --nologo "$root/bench/Registry.Bench" > /dev/null
[ -d "$root/node_modules/azurite" ] || (cd "$root" && npm ci)

tables=$(free_port) http=$(free_port) bare=$(free_port)
(cd "$work" && exec node "$root/node_modules/azurite/dist/src/table/main.js" --tableHost 127.0.0.1 --tablePort "$tables" --location "$work" \
  --skipApiVersionCheck --disableProductStyleUrl --disableTelemetry) > "$work/azurite.log" 2>&1 &
pids+=($!)
# Azurite's own account and key, the same on every machine.
export AzureWebJobsStorage="DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:$tables/devstoreaccount1;"
export Registry__StartAzurite=false BENCH_AGENTS=$agents
url=http://127.0.0.1:$http
for _ in $(seq 1 500); do (echo > "/dev/tcp/127.0.0.1/$tables") 2>/dev/null && break; sleep 0.02; done

start() { ASPNETCORE_URLS=$url dotnet "$app" > "$work/app.log" 2>&1 & registry=$!; pids+=("$registry"); }
start
await_answer "$url/health"
# A batch that storage was too slow for is sent again; what is registered stays.
for _ in 1 2 3 4 5; do
  dotnet "$bench" seed "$url" "$agents"
  [ "$(curl -s "$url/agents?limit=1" | sed 's/.*"total":\([0-9]*\).*/\1/')" = "$agents" ] && break
done

kill "$registry"; wait "$registry" || true
begin=$(date +%s%N)
start
await_answer "$url/agents/bench-77"
echo "start to first answer with $agents agents stored: $(( ($(date +%s%N) - begin) / 1000000 )) ms"

curl -s "$url/agents/bench-77" > "$work/agent.json"
dotnet "$bench" bare "$bare" "$work/agent.json" > "$work/bare.log" 2>&1 &
pids+=($!)
await_answer "http://127.0.0.1:$bare/agents/bench-77"
wrk -t2 -c32 -d3s "http://127.0.0.1:$bare/agents/bench-77" > /dev/null
wrk -t2 -c32 -d3s "$url/agents/bench-77" > /dev/null
for pair in 1 2 3; do
  peer=$(wrk -t2 -c32 -d"${seconds}s" "http://127.0.0.1:$bare/agents/bench-77" | rate)
  ours=$(wrk -t2 -c32 -d"${seconds}s" "$url/agents/bench-77" | rate)
  echo "GET /agents/{id}, pair $pair: $ours/s against $peer/s bare: $(echo "scale=2; $ours / $peer" | bc)"
done
found=$(wrk -t2 -c32 -d"${seconds}s" "$url/agents?type=rare-type&capability=rare" | rate)
echo "filtered discovery of 10, over HTTP: $found/s"

for run in 1 2 3; do
  before=$(wc -l < "$work/azurite.log")
  wrk -t2 -c1000 -d"${seconds}s" --latency -s "$root/bench/heartbeats.lua" "$url" > "$work/wrk.txt"
  sent=$(awk '/requests in/ {print $1}' "$work/wrk.txt")
  transactions=$(( $(wc -l < "$work/azurite.log") - before ))
  echo "heartbeats, run $run: $(rate < "$work/wrk.txt")/s, $(grep -c 'Non-2xx' "$work/wrk.txt" || true) kinds of error, 99 %: $(awk '/99%/ {print $2}' "$work/wrk.txt"), $(echo "scale=4; $transactions / $sent" | bc) storage transactions each"
done
dotnet "$bench" memory "$agents"
dotnet "$bench" resolve "$agents"
