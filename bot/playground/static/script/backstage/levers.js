// The playground's levers: what the curious may read and pull. The chat never comes here.

async function pulled(method, path, body) {
  const answer = await fetch(`/playground/${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(said?.message ?? `The lever answered ${answer.status}.`);
  return said;
}

export const levers = {
  requests: (after) => pulled("GET", `requests?after=${after}`),
  violations: () => pulled("GET", "violations"),
  buckets: () => pulled("GET", "buckets"),
  agentEvents: (after) => pulled("GET", `agent-events?after=${after}`),
  faults: () => pulled("GET", "faults"),
  addFault: (match, action) => pulled("POST", "faults", { match, do: action }),
  clearFaults: () => pulled("DELETE", "faults"),
  speed: (factor) => pulled("POST", "speed", { factor }),
  clock: (seconds) => pulled("POST", "clock", { advance_s: seconds }),
  bot: () => pulled("GET", "bot"),
  moveBot: (move) => pulled("POST", "bot", { do: move }),
};
