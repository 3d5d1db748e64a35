// The list of active alerts, gravest first and then newest first.
import { call } from "/api.js";
import { currentLanguage, evidence, say, time } from "/phrases.js";

const order = ["critical", "major", "minor", "warning"];
const shown = 200;

export class AlertList {
  // `onSelect` is told which alert was clicked, `onChange` that the list changed, `onError` what went wrong.
  constructor(handlers) {
    this.handlers = handlers;
    this.alerts = new Map();
    this.mayDecide = false;
    this.limit = shown;
    this.list = document.getElementById("alerts");
    document.getElementById("more-alerts").onclick = () => {
      this.limit += shown;
      this.render();
    };
  }

  async load() {
    this.alerts.clear();
    let cursor = "";
    do {
      const page = await call("GET", `/v1/alerts?status=active&limit=1000${cursor}`);
      for (const alert of page.items) this.alerts.set(alert.id, alert);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    } while (cursor && this.alerts.size < 10000);
    this.render();
  }

  take(alert) {
    if (alert.status === "active") this.alerts.set(alert.id, alert);
    else this.alerts.delete(alert.id);
    this.renderSoon();
  }

  get seals() {
    return new Set([...this.alerts.values()].map((alert) => alert.seal).filter(Boolean));
  }

  // A burst of events is drawn once.
  renderSoon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.render();
    }, 200);
  }

  render() {
    const sorted = [...this.alerts.values()].sort(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.startedAt < b.startedAt ? 1 : -1));
    document.getElementById("alert-count").textContent = sorted.length;
    document.getElementById("no-alerts").hidden = sorted.length > 0;
    document.getElementById("more-alerts").hidden = sorted.length <= this.limit;
    const focused = document.activeElement?.closest?.("#alerts > li")?.dataset.id;
    this.list.replaceChildren(...sorted.slice(0, this.limit).map((alert) => this.item(alert)));
    if (focused) this.list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    this.handlers.onChange();
  }

  item(alert) {
    const item = make("li", alert.severity + (alert.acknowledged ? " acknowledged" : ""));
    item.tabIndex = 0;
    item.dataset.id = alert.id;
    const row = make("div", "row");
    row.append(
      make("span", "severity", `${say(`severity.${alert.severity}`)} · ${say(`rule.${alert.rule}`)}`),
      make("time", "quiet", time(alert.startedAt)));
    item.append(row, make("p", "message", (currentLanguage() === "vi" && alert.messageVi) || alert.message));
    if (alert.id === this.selected) item.append(details(alert));
    if (this.mayDecide) item.append(this.actions(alert));
    else if (alert.acknowledged) item.append(make("span", "quiet", say("acknowledged")));
    const select = () => {
      this.selected = this.selected === alert.id ? null : alert.id;
      this.render();
      if (this.selected) this.handlers.onSelect(alert);
    };
    item.onclick = select;
    item.onkeydown = (event) => {
      if (event.key === "Enter" && event.target === item) select();
    };
    return item;
  }

  actions(alert) {
    const row = make("div", "actions");
    const button = (action, key) => {
      const element = make("button", "plain", say(key));
      element.type = "button";
      element.onclick = async (event) => {
        event.stopPropagation();
        element.disabled = true;
        try {
          this.take(await call("POST", `/v1/alerts/${encodeURIComponent(alert.id)}/${action}`, {}));
        } catch (problem) {
          element.disabled = false;
          this.handlers.onError(problem);
        }
      };
      return element;
    };
    if (alert.acknowledged) row.append(make("span", "quiet", say("acknowledged")));
    else row.append(button("acknowledge", "acknowledge"));
    row.append(button("clear", "clear"));
    return row;
  }
}

function details(alert) {
  const pairs = [
    [say("container"), alert.container], [say("seal"), alert.seal], [say("transit"), alert.transit],
    [say("facility"), alert.facility], [say("detected"), time(alert.detectedAt)], [say("assignee"), alert.assignee],
    ...Object.entries(alert.evidence ?? {}).map(([name, value]) => [name, evidence(value)]),
    ...(alert.actions ?? []).map((action) => [
      say(`action.${action.kind}`), [action.by, time(action.at), action.comment].filter(Boolean).join(" · "),
    ]),
  ];
  return describe(pairs);
}

// A list of names and values, without those that have none.
export function describe(pairs) {
  const list = make("dl");
  for (const [name, value] of pairs) {
    if (value !== undefined && value !== null && value !== "") list.append(make("dt", "", name), make("dd", "", value));
  }
  return list;
}

export function make(tag, className = "", text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
