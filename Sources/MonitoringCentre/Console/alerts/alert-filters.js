// The filters of the inbox: what they ask, and what of it the server can answer.
import { field, make } from "/core/dom.js";
import { say } from "/phrases.js";
import { gravity } from "/alerts/alert-rows.js";

export const rules = [
  "seal-tampered", "seal-unlocked", "seal-battery-low", "seal-signal-lost", "seal-sequence-gap", "seal-report-replayed",
  "seal-clock-wrong", "seal-cloned", "position-jump", "position-frozen", "gnss-jamming", "gnss-spoofing", "route-deviation",
  "unauthorised-stop", "forbidden-zone", "wrong-destination", "overspeed", "transit-overdue", "transit-late-forecast",
  "meeting-suspected", "gate-out-without-clearance", "gate-out-on-hold", "left-without-gate-out", "gate-event-without-presence",
  "seal-mismatch", "seal-missing", "container-number-invalid", "storage-overdue", "gate-report-late", "manifest-discrepancy",
  "truck-changed", "congestion",
];

const empty = { status: "active", severity: [], rule: "", acknowledged: "", mine: "", facility: "", text: "", from: "", to: "" };

export class AlertFilters {
  // `onChange(values)` is told of every change; they are kept for this visit.
  constructor(context, onChange) {
    this.context = context;
    this.onChange = onChange;
    this.values = { ...empty, ...kept() };
    this.element = make("form", { class: "alerts-filters", onsubmit: (event) => event.preventDefault() });
    this.render();
  }

  render() {
    const { values } = this;
    const options = (name, pairs) => {
      const control = make("select", { name, onchange: () => this.change(name, control.value) },
        ...pairs.map(([value, text]) => make("option", { value, text })));
      control.value = values[name];
      return control;
    };
    const statuses = ["active", "cleared", "withdrawn", "all"].map((value) => [value, say(`alerts.status.${value}`)]);
    const byName = rules.map((rule) => [rule, say(`rule.${rule}`)]).sort(([, a], [, b]) => a.localeCompare(b));
    const text = make("input", { type: "search", name: "text", value: values.text, placeholder: say("alerts.filter-text"),
      oninput: () => this.changeSoon("text", text.value.trim()) });
    this.facility = options("facility", [["", say("alerts.any")], ...(this.facilities ?? []).map(({ code }) => [code, code])]);
    const moment = (name) => {
      const control = make("input", { type: "datetime-local", name, value: values[name],
        onchange: () => this.change(name, control.value) });
      return control;
    };
    this.element.replaceChildren(
      this.chips(),
      field("alerts.status", options("status", statuses)),
      field("alerts.rule", options("rule", [["", say("alerts.any")], ...byName])),
      field("alerts.acknowledged", options(
        "acknowledged", [["", say("alerts.any")], ["no", say("alerts.no")], ["yes", say("alerts.yes")]])),
      field("assignee", options("mine", [["", say("alerts.any")], ["yes", say("alerts.mine")]])),
      field("facility", this.facility),
      field("alerts.from", moment("from")), field("alerts.to", moment("to")),
      field("alerts.text", text),
      make("button", { type: "button", class: "bare", name: "reset", text: say("alerts.reset"), onclick: () => this.reset() }));
  }

  chips() {
    return make("fieldset", { class: "chips" }, make("legend", { text: say("alerts.severity") }), ...gravity.map((severity) => {
      const chip = make("button", {
        type: "button", class: severity, "data-severity": severity, text: say(`severity.${severity}`),
      });
      chip.setAttribute("aria-pressed", String(this.values.severity.includes(severity)));
      chip.addEventListener("click", () => {
        const chosen = new Set(this.values.severity);
        if (!chosen.delete(severity)) chosen.add(severity);
        chip.setAttribute("aria-pressed", String(chosen.has(severity)));
        this.change("severity", [...chosen]);
      });
      return chip;
    }));
  }

  setFacilities(facilities) {
    this.facilities = facilities;
    for (const { code } of facilities) this.facility.append(make("option", { value: code, text: code }));
    this.facility.value = this.values.facility;
  }

  reset() {
    this.values = { ...empty };
    this.render();
    this.change("status", "active");
  }

  changeSoon(name, value) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change(name, value), 200);
  }

  change(name, value) {
    this.values[name] = value;
    sessionStorage.setItem("alerts.filters", JSON.stringify(this.values));
    this.onChange();
  }

  // What `passes` asks of an alert.
  get asked() {
    const { values } = this;
    return { ...values, mine: values.mine ? this.context.account.name : "", from: instant(values.from), to: instant(values.to) };
  }

  // What is shown now is in the store; what is over is asked of the server.
  get isLive() {
    return this.values.status === "active";
  }

  // The same as a query of the server; it knows one severity, so several are sifted here.
  get query() {
    const { status, severity, rule, acknowledged, mine, facility, from, to } = this.asked;
    const query = new URLSearchParams();
    if (status !== "all") query.set("status", status);
    if (severity.length === 1) query.set("severity", severity[0]);
    if (rule) query.set("rule", rule);
    if (acknowledged) query.set("acknowledged", String(acknowledged === "yes"));
    if (mine) query.set("assignee", mine);
    if (facility) query.set("facility", facility);
    if (from) query.set("from", from);
    if (to) query.set("to", to);
    return query;
  }
}

// The browser's own clock names the moment; the server takes it in UTC.
function instant(local) {
  const date = local ? new Date(local) : null;
  return date && !Number.isNaN(date.getTime()) ? date.toISOString() : "";
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem("alerts.filters")) ?? {};
  } catch {
    return {};
  }
}
