// What the page asks of the clinic: taps, words, the clock, the story. Every call is a small JSON POST.

export class Refused extends Error {}

const underway = new Set();

/** Once every call that is underway has been answered. */
export function answered() {
  return Promise.allSettled(underway);
}

/** POST /control/<name>; resolves with the answer, rejects with a reason a person can read. */
export function control(name, body = {}) {
  const call = post(name, body).finally(() => underway.delete(call));
  underway.add(call);
  return call;
}

async function post(name, body) {
  let response;
  try {
    response = await fetch(`/control/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused("The practice clinic does not answer.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(reason(answer, response.status));
  return answer;
}

function reason(answer, status) {
  const said = answer.error ?? answer.description;
  return typeof said === "string" && said ? said : `That did not work (${status}).`;
}
