-- What wrk sends: one body after the other from the file BODIES, after a random pause of THINK
-- milliseconds on average (0: none), and the figures of the run as one line.
local bodies, at = {}, 0
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
local think = tonumber(os.getenv("THINK"))

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function request()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end

if think > 0 then
  function delay()
    return math.floor(0.5 - think * math.log(1 - math.random()))
  end
end

function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.timeout + summary.errors.read
    + summary.errors.write + summary.errors.connect
  io.write(string.format("FIGURES %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong))
end
