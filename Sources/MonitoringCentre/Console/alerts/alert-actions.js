// What officers do with alerts: one or many, asked where it needs asking, and told what became of it.
import { call } from "/api.js";
import { ask } from "/core/dialogs.js";
import { field, make } from "/core/dom.js";
import { say } from "/phrases.js";

// What only an officer ends: clearing one of these is a decision, not tidying up.
const latched = new Set([
  "seal-tampered", "seal-report-replayed", "seal-cloned", "gnss-spoofing", "gate-out-without-clearance", "gate-out-on-hold",
  "gate-event-without-presence", "seal-mismatch", "seal-missing", "container-number-invalid", "gate-report-late", "truck-changed",
]);
const mostInOneCall = 1000;
// Calls at a time where the server takes no bulk.
const atOnce = 6;

export const isLatched = (alert) => latched.has(alert.rule);

// Does it, and keeps what the server answers; `{done: [Alert], refused: [{id, detail}]}`. Throws a Problem for a single alert.
export async function act(context, alerts, action, { comment, assignee } = {}) {
  const body = { ...(comment ? { comment } : {}), ...(assignee ? { assignee } : {}) };
  const ids = alerts.map((alert) => alert.id);
  const outcome = ids.length === 1
    ? { done: [await actOne(ids[0], action, body)], refused: [] } : await actMany(ids, action, body);
  for (const alert of outcome.done) context.store.keepAlert(alert);
  context.store.tell("alert-actions", outcome.done);
  return outcome;
}

const actOne = (id, action, body) => call("POST", `/v1/alerts/${encodeURIComponent(id)}/${action}`, body);

async function actMany(ids, action, body) {
  const outcome = { done: [], refused: [] };
  for (let from = 0; from < ids.length; from += mostInOneCall) {
    const part = ids.slice(from, from + mostInOneCall);
    try {
      const { results } = await call("POST", "/v1/alerts/actions", { alerts: part, action, ...body });
      for (const { id, status, alert, detail, reason } of results) {
        if (status !== "done") outcome.refused.push({ id, detail: detail ?? reason ?? status });
        else if (alert) outcome.done.push(alert);
      }
    } catch (problem) {
      if (problem.status !== 404 && problem.status !== 405) throw problem;
      await actEach(part, action, body, outcome);
    }
  }
  return outcome;
}

async function actEach(ids, action, body, outcome) {
  const left = [...ids];
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        outcome.done.push(await actOne(id, action, body));
      } catch (problem) {
        if (problem.status === 401 || problem.status === 0) throw problem;
        outcome.refused.push({ id, detail: problem.message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

// Says how many were done and why the others were not.
export function tell(context, { done, refused }, action) {
  if (done.length + refused.length === 1 && done.length) return;
  const reasons = [...new Set(refused.map(({ detail }) => detail))];
  const text = [say("alerts.done", { count: done.length, action: say(`action.${action}`) }),
    refused.length ? `${say("alerts.refused", { count: refused.length })} ${reasons.slice(0, 3).join("; ")}` : ""];
  context.note(text.filter(Boolean).join(" "), refused.length ? "critical" : "good");
}

// Asks what is needed for an action and does it; null where the officer thought better of it.
export async function decide(context, alerts, action, { comment = "", assignee, isAsked = false } = {}) {
  const go = (values) => act(context, alerts, action, values);
  const isConfirmed = action === "clear" && (alerts.length > 1 || alerts.some(isLatched));
  try {
    const needsName = action === "assign" && !assignee;
    const outcome = isAsked || isConfirmed || needsName || (action === "comment" && !comment)
      ? await askFor(context, alerts, action, comment, assignee, go) : await go({ comment, assignee });
    if (outcome) tell(context, outcome, action);
    return outcome;
  } catch (problem) {
    context.fail(problem);
    return null;
  }
}

function askFor(context, alerts, action, comment, assignee, go) {
  const words = make("textarea", { name: "comment", value: comment, maxLength: 1000, required: action === "comment" });
  const name = make("input", {
    name: "assignee", required: true, value: assignee ?? context.account.name, list: "known-assignees",
  });
  const names = make("datalist", { }, ...assignees(context).map((value) => make("option", { value })));
  names.id = "known-assignees";
  const children = [
    alerts.length > 1 ? make("p", { text: say("alerts.acting-on", { count: alerts.length }) }) : null,
    action === "clear" && alerts.some(isLatched) ? make("p", { class: "strong", text: say("alerts.clear-latched") }) : null,
    action === "assign" ? field("assignee", name) : null, action === "assign" ? names : null, field("alerts.comment", words),
  ].filter(Boolean);
  return ask({
    title: say(`alerts.ask.${action}`), children, action: `alerts.do.${action}`, look: action === "clear" ? "danger" : "primary",
    submit: (values) => go({ comment: values.comment, assignee: values.assignee }),
  });
}

// Who was ever assigned something that is still open, and oneself.
function assignees(context) {
  const names = new Set([context.account.name]);
  for (const alert of context.store.alerts.values()) if (alert.assignee) names.add(alert.assignee);
  return [...names].slice(0, 50).sort();
}
