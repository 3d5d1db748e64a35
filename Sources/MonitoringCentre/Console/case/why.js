// Why an alert fired: its message, what was measured beside its threshold, who did what, and the actions that are left.
import { call } from "/api.js";
import { ask, words } from "/core/dialogs.js";
import { button, facts, field, make } from "/core/dom.js";
import { evidenceOf } from "/live/evidence-words.js";
import { say, time } from "/phrases.js";

// Words of ours between a value and its threshold.
const relations = { over: ">", under: "<", least: "≥", within: "≤", against: "≠" };

export function severityPill(severity) {
  return make("span", { class: `pill ${severity}` }, severityMark(severity), say(`severity.${severity}`));
}

const marks = { critical: "!!!", major: "!!", minor: "!", warning: "i" };

// Colour is never the only sign: the gravest has the most strokes.
export function severityMark(severity) {
  return make("span", { class: "case-mark", "aria-hidden": "true", text: marks[severity] ?? "!" });
}

// The numbers of an alert beside what they were held against.
export function evidenceTable(alert) {
  const { measures, facts: others } = evidenceOf(alert);
  const list = make("div", { class: "case-evidence" });
  if (measures.length) {
    list.append(make("table", { class: "case-measures" },
      make("thead", {}, make("tr", {}, ...["measured", "value", "limit"].map((name) =>
        make("th", { scope: "col", text: say(`case.${name}`) })))),
      make("tbody", {}, ...measures.map((one) => make("tr", {},
        make("th", { scope: "row", text: one.label }),
        make("td", {}, make("b", { text: one.value })),
        make("td", { title: one.limitLabel, text: one.limit ? `${relations[one.relation] ?? ""} ${one.limit}` : "–" }))))));
  }
  if (others.length) list.append(facts(others));
  return list;
}

// The whole of it, with what an officer may do in place; `changed` is told the alert after an action.
export function whyAlert(alert, { may, changed, fail }) {
  const act = async (action, body) => changed(await call("POST", `/v1/alerts/${encodeURIComponent(alert.id)}/${action}`, body));
  const head = make("p", { class: "case-why-state" }, severityPill(alert.severity),
    make("span", { class: "pill", text: say(`case.alert-status.${alert.status}`) }),
    alert.acknowledged ? make("span", { class: "pill good", text: say("acknowledged") }) : null,
    alert.assignee ? make("span", { class: "pill", text: `${say("assignee")}: ${alert.assignee}` }) : null);
  const parts = [head, evidenceTable(alert)];
  if (alert.detectedAt) parts.push(make("p", { class: "quiet small", text: `${say("detected")} ${time(alert.detectedAt)}` }));
  if (may("decide") && alert.status === "active") parts.push(inlineActions(alert, act, fail));
  return make("div", { class: "case-why" }, ...parts);
}

function inlineActions(alert, act, fail) {
  const comment = make("input", { placeholder: say("case.comment"), "aria-label": say("case.comment"), maxLength: 500,
    class: "case-comment" });
  const error = make("p", { class: "error", role: "alert" });
  const run = (action) => async () => {
    error.textContent = "";
    try {
      await act(action, comment.value.trim() ? { comment: comment.value.trim() } : {});
    } catch (problem) {
      if (problem.status === 401) return fail(problem);
      error.textContent = words(problem);
    }
  };
  const buttons = make("div", { class: "buttons" });
  if (!alert.acknowledged) buttons.append(button("acknowledge", run("acknowledge"), { look: "primary", icon: "check" }));
  else buttons.append(button("case.add-comment", run("comment"), { icon: "comment" }));
  buttons.append(button("case.assign", () => assign(alert, act), { icon: "person" }), button("clear", run("clear"), {}));
  comment.addEventListener("keydown", (event) => {
    if (event.key === "Enter") run(alert.acknowledged ? "comment" : "acknowledge")();
  });
  return make("div", { class: "case-act" }, comment, buttons, error);
}

function assign(alert, act) {
  const name = make("input", { name: "assignee", required: true, value: alert.assignee ?? "", autocapitalize: "none" });
  return ask({
    title: say("case.assign-title"), action: "case.assign",
    children: [field("assignee", name), field("case.comment", make("input", { name: "comment", maxLength: 500 }))],
    submit: ({ assignee, comment }) => act("assign", comment.trim() ? { assignee: assignee.trim(),
      comment: comment.trim() } : { assignee: assignee.trim() }),
  });
}
