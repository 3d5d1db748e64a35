// The evidence of one alert: what, since when, the numbers beside their thresholds, who did what, and what can be done.
import { call } from "/api.js";
import { decide, isLatched } from "/alerts/alert-actions.js";
import { button, facts, icon, make } from "/core/dom.js";
import { evidenceOf, span } from "/live/evidence-words.js";
import { currentLanguage, say, time } from "/phrases.js";

// The panel. `options`: `onClose`, and `onMap(alert)` where another page shows the map.
export class Evidence {
  constructor(context, { onClose, onMap } = {}) {
    this.context = context;
    this.onClose = onClose;
    this.onMap = onMap;
    this.head = make("div", { class: "evidence-head" });
    this.body = make("div", { class: "evidence-body" });
    this.foot = make("div", { class: "evidence-foot" });
    this.element = make("section", { class: "evidence", hidden: true }, this.head, this.body, this.foot);
    // What the list knows less of than the server: the actions of officers.
    this.stop = [
      context.store.on("alert", ({ alert }) => this.take(alert)),
      context.store.on("alert-actions", (alerts) => alerts.forEach((alert) => this.take(alert))),
    ];
    this.clock = setInterval(() => this.renderAge(), 10e3);
  }

  remove() {
    for (const stop of this.stop) stop();
    clearInterval(this.clock);
  }

  // Shows what is known at once, and what the server knows more when it has answered.
  async show(alert) {
    const isOther = this.alert?.id !== alert.id;
    this.alert = alert;
    this.element.hidden = false;
    if (isOther) this.makeFoot();
    this.render();
    if (isOther) this.body.scrollTop = 0;
    try {
      this.take(await call("GET", `/v1/alerts/${encodeURIComponent(alert.id)}`));
    } catch (problem) {
      if (problem.status === 401) this.context.fail(problem);
    }
  }

  hide() {
    this.alert = null;
    this.element.hidden = true;
  }

  take(alert) {
    if (alert?.id !== this.alert?.id) return;
    this.alert = { ...alert, actions: alert.actions ?? this.alert.actions };
    this.render();
  }

  retranslate() {
    if (!this.alert) return;
    const comment = this.comment?.value;
    this.makeFoot();
    if (this.comment) this.comment.value = comment ?? "";
    this.render();
  }

  render() {
    const { alert } = this;
    this.element.className = `evidence ${alert.severity}`;
    this.element.setAttribute("aria-label", say("evidence.title"));
    this.head.replaceChildren(
      make("div", { class: "evidence-title" },
        make("h2", { text: say(`rule.${alert.rule}`) }), make("span", { class: "gap" }),
        button(null, () => this.copyLink(), { icon: "link", look: "bare", label: say("alerts.copy-link") }),
        this.onClose ? button(null, this.onClose, { icon: "close", look: "bare", label: say("close") }) : null),
      make("div", { class: "pills" }, ...pills(alert), make("span", { class: "gap" }),
        alert.container || alert.transit
          ? button("live.open-case", () => this.openCase(), { icon: "container", look: "bare" }) : null),
      make("p", { class: "evidence-message", text: message(alert) }));
    const { measures, facts: rest } = evidenceOf(alert);
    this.age = make("span", { class: "quiet" });
    this.body.replaceChildren(
      facts([
        [say("alerts.since"), [time(alert.startedAt), " ", this.age]], [say("detected"), time(alert.detectedAt)],
        [say("alerts.ended"), time(alert.clearedAt)], [say("container"), this.link("container", alert.container)],
        [say("transit"), this.link("transit", alert.transit)], [say("seal"), this.sealLink(alert.seal)],
        [say("facility"), alert.facility], [say("assignee"), alert.assignee],
      ].map(([name, value]) => [name, Array.isArray(value) ? make("span", {}, ...value) : value])),
      ...(measures.length
        ? [make("h3", { text: say("evidence.why") }), make("div", { class: "measures" }, ...measures.map(measure))] : []),
      ...(rest.length ? [make("h3", { text: say("evidence.rest") }), facts(rest)] : []),
      make("h3", { text: say("evidence.history") }), history(alert));
    this.renderAge();
    this.renderFoot();
  }

  renderAge() {
    if (!this.alert || !this.age) return;
    const end = this.alert.clearedAt ?? this.context.store.time;
    const seconds = (Date.parse(end) - Date.parse(this.alert.startedAt)) / 1000;
    this.age.textContent = seconds > 0 ? `(${span(Math.round(seconds))})` : "";
  }

  // The box for a comment stays while the rest is written anew: nobody loses what he types.
  makeFoot() {
    if (!this.context.may("decide")) {
      this.comment = null;
      this.buttons = make("div", { class: "buttons" });
      return this.foot.replaceChildren(this.buttons);
    }
    this.comment = make("textarea", {
      name: "comment", maxLength: 1000, rows: 2, placeholder: say("alerts.comment-hint"), "aria-label": say("alerts.comment"),
      onkeydown: (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        this.decide(this.alert.acknowledged ? "comment" : "acknowledge");
      },
    });
    this.buttons = make("div", { class: "buttons" });
    this.foot.replaceChildren(this.comment, this.buttons);
  }

  renderFoot() {
    const { alert, context } = this;
    const isActive = alert.status === "active";
    const mine = alert.assignee === context.account?.name;
    const act = (phrase, action, options = {}) => {
      const element = button(phrase, () => this.decide(action, options), { icon: options.icon, look: options.look ?? "" });
      element.dataset.action = options.name ?? action;
      return element;
    };
    const decisions = context.may("decide") ? [
      isActive && !alert.acknowledged ? act("acknowledge", "acknowledge", { look: "primary", icon: "check" }) : null,
      act("action.comment", "comment", { icon: "comment" }),
      isActive && !mine
        ? act("alerts.assign-me", "assign", { assignee: context.account?.name, name: "assign-me", icon: "person" }) : null,
      isActive ? act("alerts.assign", "assign") : null,
      isActive ? act("clear", "clear", { look: isLatched(alert) ? "danger" : "" }) : null,
    ] : [];
    const ways = [
      this.onMap && (alert.position || alert.seal) ? button("alerts.on-map", () => this.onMap(alert), { icon: "map" }) : null,
    ];
    this.foot.hidden = !this.comment && !ways.some(Boolean);
    const focused = document.activeElement?.dataset?.action;
    const hadFocus = this.buttons.contains(document.activeElement);
    this.buttons.replaceChildren(...[...decisions, ...ways].filter(Boolean));
    if (!hadFocus || !focused) return;
    (this.buttons.querySelector(`[data-action="${focused}"]`) ?? this.buttons.querySelector("button"))?.focus();
  }

  async decide(action, { assignee } = {}) {
    const { alert } = this;
    const outcome = await decide(this.context, [alert], action, { comment: this.comment?.value.trim(), assignee });
    if (outcome && this.alert?.id === alert.id && this.comment) this.comment.value = "";
  }

  openCase() {
    const { transit, container } = this.alert;
    this.context.go("case", transit ? "transit" : "container", transit ?? container);
  }

  async copyLink() {
    const link = new URL(`#/live/alert/${encodeURIComponent(this.alert.id)}`, location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.context.note(say("alerts.link-copied"), "good");
    } catch {
      // No clipboard without a secure address: the link is shown to be copied by hand.
      this.context.note(link);
    }
  }

  link(kind, name) {
    return name ? make("a", { href: `#/case/${kind}/${encodeURIComponent(name)}`, text: name }) : null;
  }

  sealLink(seal) {
    return seal ? make("a", { href: `#/live/seal/${encodeURIComponent(seal)}`, text: seal }) : null;
  }
}

export const message = (alert) => (currentLanguage() === "vi" && alert.messageVi) || alert.message;

// Severity, state and what became of it, each in words.
export function pills(alert) {
  return [
    make("span", { class: `pill ${alert.severity}`, text: say(`severity.${alert.severity}`) }),
    alert.escalatedAt && alert.status === "active" && !alert.acknowledged
      ? make("span", { class: "pill critical", text: say("alerts.escalated") }) : null,
    alert.status !== "active" ? make("span", { class: "pill", text: say(`alerts.status.${alert.status}`) }) : null,
    alert.acknowledged ? make("span", { class: "pill good" }, icon("check"), say("acknowledged")) : null,
    alert.assignee ? make("span", { class: "pill" }, icon("person"), alert.assignee) : null,
  ].filter(Boolean);
}

// One number beside its threshold, with a bar where both are numbers of one kind.
function measure({ label, value, relation, limitLabel, limit, share }) {
  const said = say(`evidence.relation.${relation}`);
  const bar = share === null ? null : make("span", { class: "measure-bar", "aria-hidden": "true" }, make("i"), make("b"));
  if (bar) {
    const full = Math.max(share, 1);
    bar.firstChild.style.width = `${(share / full) * 100}%`;
    bar.lastChild.style.left = `${(1 / full) * 100}%`;
  }
  return make("div", { class: "measure" },
    make("span", { class: "measure-name", text: label }), make("b", { text: value }),
    limit ? make("span", { class: "quiet measure-limit", text: `${said} ${limitLabel}: ${limit}` }) : null,
    bar);
}

function history(alert) {
  const rows = (alert.actions ?? []).map((action) => make("li", {},
    make("b", { text: say(`action.${action.kind}`) }),
    action.assignee ? ` → ${action.assignee}` : "",
    make("span", { class: "quiet", text: ` · ${action.by} · ${time(action.at)}` }),
    action.comment ? make("p", { text: action.comment }) : null));
  if (alert.escalatedAt) rows.push(make("li", {}, make("b", { text: say("alerts.escalated") }),
    make("span", { class: "quiet", text: ` · ${time(alert.escalatedAt)}` })));
  return rows.length ? make("ol", { class: "history" }, ...rows)
    : make("p", { class: "quiet", text: say("evidence.no-history") });
}
