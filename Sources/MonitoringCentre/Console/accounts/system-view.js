// How the system is: its checks, what came in, what was refused.
import { make } from "/core/dom.js";
import { Rejections } from "/accounts/rejections.js";
import { failed, loading, table } from "/facilities/parts.js";
import { number, say, time } from "/phrases.js";

const refreshSeconds = 15;
const counters = ["received", "stored", "duplicate", "rejected"];
const others = ["commits", "commit_failures", "envelopes", "sessions", "stream_clients", "pipeline_jobs_waiting"];

export class SystemView {
  constructor(context) {
    this.context = context;
    this.checks = make("section", { class: "panel checks" });
    this.intake = make("section", { class: "panel intake" });
    this.rejections = new Rejections(context);
    this.element = make("div", { class: "columns" }, make("div", {}, this.intake, this.rejections.element), make("div", {}, this.checks));
    this.render();
  }

  hide() {
    clearInterval(this.timer);
  }

  async load() {
    this.timer ??= setInterval(() => this.refresh(), refreshSeconds * 1000);
    await Promise.all([this.refresh(), this.rejections.load()]);
  }

  async refresh() {
    const [ready, metrics] = await Promise.allSettled([
      fetch("/readyz", { cache: "no-store" }).then((answer) => answer.json()),
      fetch("/metrics", { cache: "no-store" }).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText)))),
    ]);
    this.ready = ready.value;
    this.metrics = metrics.status === "fulfilled" ? readMetrics(metrics.value) : null;
    this.problem = ready.reason ?? metrics.reason ?? null;
    this.renderParts();
  }

  render() {
    this.renderParts();
    this.rejections.render();
  }

  renderParts() {
    const heading = (phrase) => make("div", { class: "heading" }, make("h2", { text: say(phrase) }));
    const { ready, metrics } = this;
    const failure = this.problem ? failed(this.problem) : loading();
    const { site, store } = this.context;
    this.checks.replaceChildren(heading("accounts.checks"), ready ? table(say("accounts.checks"), ["accounts.check", "accounts.state"],
      Object.entries(ready.checks ?? {}).map(([name, state]) => [
        name, make("span", { class: `pill ${state === "ok" ? "good" : "critical"}`, text: state === "ok" ? say("accounts.ok") : state }),
      ])) : failure, make("dl", { class: "facts site-facts" }, [
        ["accounts.ready", ready ? say(ready.ready ? "accounts.ok" : "accounts.not-ready") : null], ["accounts.zone", site.timeZone],
        ["accounts.newest", store.time ? time(store.time) : null], ["accounts.mail", site.mail], ["accounts.escalation", site.escalation],
      ].filter(([, value]) => typeof value === "string" && value).flatMap(([phrase, value]) => [make("dt", { text: say(phrase) }), make("dd", { text: value })])));
    this.intake.replaceChildren(heading("accounts.intake"), ...(metrics ? this.counts() : [failure]));
  }

  counts() {
    const value = (name) => number(sum(this.metrics, `vasscm_${name}`), 0);
    const refused = ["reports", "gate_events"].flatMap((what) => this.metrics.filter((one) => one.name === `vasscm_${what}_rejected_total`)
      .map((one) => [say(`accounts.of.${what}`), one.labels.reason ?? "", number(one.value, 0)]));
    return [
      table(say("accounts.intake"), ["", ...counters.map((name) => `#accounts.count.${name}`)],
        ["reports", "gate_events"].map((what) => [say(`accounts.of.${what}`), ...counters.map((name) => value(`${what}_${name}_total`))])),
      refused.length ? table(say("accounts.refused"), ["", "accounts.reason", "#accounts.count.rejected"], refused) : "",
      make("dl", { class: "facts site-facts" }, others.flatMap((name) => {
        const known = this.metrics.find((one) => one.name === `vasscm_${name}_total` || one.name === `vasscm_${name}`);
        return known ? [make("dt", { text: say(`accounts.metric.${name}`) }), make("dd", { text: number(known.value, 0) })] : [];
      })),
    ];
  }
}

// Prometheus' text: lines of a name, labels in braces and a number.
export function readMetrics(text) {
  return text.split("\n").flatMap((line) => {
    const found = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) return [];
    const labels = Object.fromEntries([...(found[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]));
    return [{ name: found[1], labels, value: Number(found[3]) }];
  });
}

const sum = (metrics, name) => metrics.reduce((total, one) => (one.name === name ? total + one.value : total), 0);
