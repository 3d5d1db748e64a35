// Whether a container may leave a facility: one large answer, with the reasons.
import { call } from "/api.js";
import { icon, make } from "/core/dom.js";
import { bothLanguages, failed, loading } from "/facilities/parts.js";
import { containerField } from "/orders/container-field.js";
import { say, time } from "/phrases.js";

export class ReleaseCheck {
  constructor(view) {
    this.view = view;
    this.element = make("section", { class: "panel release-check" });
    this.answer = make("div", { "aria-live": "polite", class: "answer" });
  }

  async load() {}

  render() {
    const field = containerField("container", this.sought ?? "");
    const form = make("form", { class: "row" }, field.element, make("button", { type: "submit", class: "primary", text: say("facilities.check") }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check(field.number);
    });
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: say("facilities.release-check") })), form, this.answer);
    this.renderAnswer();
  }

  async check(container) {
    this.sought = container;
    this.result = this.problem = null;
    this.isAsking = true;
    this.renderAnswer();
    try {
      const result = await call("GET", `${this.view.path}/release-check?container=${encodeURIComponent(container)}`);
      if (this.sought === container) this.result = result;
    } catch (problem) {
      this.problem = problem;
    }
    this.isAsking = false;
    this.renderAnswer();
  }

  renderAnswer() {
    const { result, problem } = this;
    if (!result) return this.answer.replaceChildren(...(problem ? [failed(problem)] : this.isAsking ? [loading()] : []));
    const said = (reason) => make("li", { "data-code": reason.code }, bothLanguages(reason),
      reason.declaration ? make("small", { class: "quiet", text: `${say("orders.declaration")} ${reason.declaration}` }) : null);
    this.answer.replaceChildren(
      make("p", { class: `verdict ${result.allowed ? "good" : "critical"}`, "data-allowed": String(result.allowed) },
        icon(result.allowed ? "check" : "close"),
        make("span", {}, make("strong", { text: say(result.allowed ? "facilities.yes" : "facilities.no") }),
          make("span", { class: "line", text: say(result.allowed ? "facilities.yes.text" : "facilities.no.text", { container: result.container }) }))),
      make("ul", { class: "reasons" }, result.reasons.map(said)),
      ...(result.notes?.length ? [make("h3", { text: say("facilities.notes") }), make("ul", { class: "reasons" }, result.notes.map(said))] : []),
      make("p", { class: "quiet small", text: say("facilities.checked-at", { time: time(result.at) }) }));
  }
}
