#!/usr/bin/env bash
# The simulations for a time, all four workloads in turn, 600 seeds each where nothing else is said. A line a turn: when it ended, workload, first seed, seconds, result.
# A failure's output is kept beside the others'; its seed replays it.
#   tests/simulate.sh SECONDS FIRST_SEED [SEEDS_A_TURN]
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=$1
from=$2
each=${3:-600}
kept=$(mktemp -d)
project=tests/Registry.Core.Tests

dotnet build "$project" -c Release -v q --nologo >"$kept/build"
echo "$(git rev-parse --short HEAD), output of failures in $kept"

failed=0
end=$((SECONDS + seconds))
while ((SECONDS < end)); do
  for workload in Simulation.SimulationTests GraphSimulationTests CircuitSimulationTests WholeSimulationTests; do
    began=$SECONDS
    if REGISTRY_SIMULATION_SEEDS=$each REGISTRY_SIMULATION_FROM=$from dotnet test "$project" -c Release --no-build --nologo \
      --filter "FullyQualifiedName~$workload.Run_ManySeeds" >"$kept/$workload.$from" 2>&1; then
      result=passed
      rm "$kept/$workload.$from"
    else
      result=FAILED
      failed=1
    fi

    echo "$(date -u +%T) $workload $from $((SECONDS - began)) s $result"
  done

  from=$((from + each))
done

exit "$failed"
