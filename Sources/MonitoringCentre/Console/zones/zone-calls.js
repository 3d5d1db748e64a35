// The calls for zones: they are told which edition they are about.
import { Problem } from "/api.js";

async function ask(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method, credentials: "same-origin", cache: "no-store",
      headers: { "X-Requested-With": "vasscm", ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new Problem(0, "");
  }
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, value?.detail ?? answer.statusText);
  return { value, tag: answer.headers.get("ETag") };
}

// All zones in force, with their tag.
export const loadZones = () => ask("GET", "/v1/zones");

// Puts all zones in force; a problem of status 412 where somebody else's came first.
export const saveZones = (collection, tag) => ask("PUT", "/v1/zones", collection, tag ? { "If-Match": strong(tag) } : {});

// What these zones would have changed of the last week's alerts.
export const previewZones = (zones) => ask("POST", "/v1/zones/preview", { zones, hours: 168 });

// A proxy that compresses makes a weak tag of the server's own.
const strong = (tag) => tag.replace(/^W\//, "").replace(/-gzip"$/, '"');
