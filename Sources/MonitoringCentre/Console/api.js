// Calls to the server. The session cookie says who we are; the header says that it is our own page that asks.

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export async function call(method, path, body) {
  const options = { method, headers: { "X-Requested-With": "vasscm" }, credentials: "same-origin" };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem(0, "");
  }
  const text = await answer.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's page: its status is all there is to say.
  }
  if (!answer.ok) throw new Problem(answer.status, value?.detail ?? answer.statusText);
  return value;
}

const names = ["position", "alert", "transit", "gate-event", "zone", "congestion"];

// Follows the stream. The browser comes back by itself with Last-Event-ID where the connection breaks; where the server
// answered with an error it gives up, and we open it again with the last id in the query.
export function follow(handlers) {
  let source;
  let lastId = "";
  let timer;
  let stopped = false;
  const open = () => {
    source = new EventSource("/v1/stream" + (lastId ? `?lastEventId=${lastId}` : ""));
    source.onopen = () => handlers.connection(true);
    source.onerror = () => {
      handlers.connection(false);
      if (source.readyState === EventSource.CLOSED && !stopped) timer = setTimeout(retry, 5000);
    };
    for (const name of names) {
      source.addEventListener(name, (event) => {
        if (event.lastEventId) lastId = event.lastEventId;
        handlers[name]?.(JSON.parse(event.data));
      });
    }
  };
  const retry = async () => {
    try {
      await call("GET", "/session");
    } catch (problem) {
      if (problem.status === 401) return handlers.signedOut();
    }
    if (!stopped) open();
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
