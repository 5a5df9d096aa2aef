-- Each connection sends heartbeats of agents of its own: bench-0 … bench-(agents-1), in turn.
local agents = tonumber(os.getenv("BENCH_AGENTS") or "10000")
local thread = 0
function setup(t) t:set("id", thread); thread = thread + 1 end
function init() next_agent = id * 5000 end
function request()
  next_agent = (next_agent + 1) % agents
  return wrk.format("POST", "/agents/bench-" .. next_agent .. "/heartbeat")
end
