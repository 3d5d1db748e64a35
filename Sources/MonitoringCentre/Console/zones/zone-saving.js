// Saving: first what the edit would have changed of the last week's alerts, then the zones are put in force.
import { words } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { bothLanguages, table } from "/facilities/parts.js";
import { loadZones, previewZones, saveZones } from "/zones/zone-calls.js";
import { difference } from "/zones/zone-edits.js";
import { number, say, time } from "/phrases.js";

const mostNamed = 200;
const mostIds = 12;

export class ZoneSaving {
  constructor(edits, { saved, note }) {
    Object.assign(this, { edits, saved, note });
  }

  open() {
    this.body = make("div", { class: "stack", "aria-live": "polite" });
    this.actions = make("div", { class: "buttons" });
    this.dialog = make("dialog", { class: "zone-saving", "aria-label": say("zones.effect") },
      make("div", { class: "stack" }, make("h2", { text: say("zones.effect") }), this.edited(), this.body, this.actions));
    this.dialog.addEventListener("close", () => this.dialog.remove());
    document.body.append(this.dialog);
    this.dialog.showModal();
    return this.preview();
  }

  edited() {
    const { added, changed, removed } = this.edits.difference;
    const ids = (list) => list.slice(0, mostIds).map((feature) => feature.properties.id).join(", ") + (list.length > mostIds ? " …" : "");
    return make("p", { class: "edited" }, [["good", "added", added], ["minor", "changed", changed], ["critical", "removed", removed]]
      .filter(([, , list]) => list.length).flatMap(([look, phrase, list]) => [
        make("span", { class: `pill ${look}`, text: say(`zones.import.${phrase}`, { count: number(list.length, 0) }) }), ` ${ids(list)} `,
      ]));
  }

  buttons(...all) {
    this.actions.replaceChildren(button("cancel", () => this.dialog.close()), ...all);
  }

  async preview() {
    this.body.replaceChildren(make("p", { class: "loading", text: say("zones.effect.loading") }));
    this.buttons();
    try {
      const { value } = await previewZones(this.edits.collection);
      this.body.replaceChildren(...this.effect(value));
    } catch (problem) {
      this.body.replaceChildren(make("p", { class: "error", role: "alert", text: words(problem) }));
      // What the server cannot foresee may be saved all the same; what it refuses may not.
      if (![404, 405, 503].includes(problem.status)) return this.buttons(button("zones.again", () => this.preview()));
    }
    this.buttons(button("zones.save", () => this.save(), { look: "primary confirm" }));
  }

  effect(preview) {
    const { gained, lost, changed, counts, complete } = preview;
    const rows = [
      ...gained.map((alert) => ["critical", "gained", alert]), ...lost.map((alert) => ["good", "lost", alert]),
      ...changed.map(({ wouldBe, was }) => ["minor", "changed", wouldBe, was]),
    ];
    rows.sort((a, b) => (a[2].rule < b[2].rule ? -1 : a[2].rule > b[2].rule ? 1 : a[2].startedAt < b[2].startedAt ? 1 : -1));
    const all = counts ?? { gained: gained.length, lost: lost.length, changed: changed.length };
    return [
      make("p", { class: "choice" }, [["gained", "critical"], ["lost", "good"], ["changed", "minor"]].map(([name, look]) =>
        make("span", { class: `pill ${look}`, "data-count": name, text: say(`zones.effect.${name}`, { count: number(all[name], 0) }) }))),
      make("p", { class: "quiet small", text: say(complete ? "zones.effect.through" : "zones.effect.partly", {
        from: time(preview.from), through: time(preview.through), reports: number(preview.reports, 0),
      }) }),
      table(say("zones.effect"), ["", "zones.effect.rule", "container", "facilities.time", "zones.effect.what"],
        rows.slice(0, mostNamed).map(([look, name, alert, was]) => [
          make("span", { class: `pill ${look}`, text: say(`zones.effect.${name}.one`) }), say(`rule.${alert.rule}`), place(alert),
          time(alert.startedAt), make("span", {}, was ? make("small", { class: "quiet" }, bothLanguages(was)) : null, bothLanguages(alert)),
        ]), { none: "zones.effect.none" }),
    ];
  }

  async save() {
    try {
      const { tag, value } = await saveZones(this.edits.collection, this.edits.tag);
      this.edits.take({ ...this.edits.collection }, tag);
      this.dialog.close();
      this.note(say("zones.saved", { zones: number(this.edits.features.length, 0), edition: value?.edition ?? "" }), "good");
      this.saved();
    } catch (problem) {
      if (problem.status === 412) return this.compare();
      this.body.prepend(make("p", { class: "error", role: "alert", text: words(problem) }));
    }
  }

  // Somebody else saved first: what they did, and the choice between theirs and ours on top of theirs.
  async compare() {
    try {
      const { value: theirs, tag } = await loadZones();
      const { added, changed, removed } = difference(this.edits.base, theirs.features);
      const mine = this.edits.difference;
      const own = new Set([...mine.added, ...mine.changed, ...mine.removed].map((feature) => feature.properties.id));
      const rows = [["added", added], ["changed", changed], ["removed", removed]].flatMap(([phrase, list]) => list.map((feature) => [
        feature.properties.id, say(`zones.they.${phrase}`),
        own.has(feature.properties.id) ? make("span", { class: "pill critical", text: say("zones.they.both") }) : "",
      ]));
      this.body.replaceChildren(make("p", { class: "error conflict", role: "alert", text: say("zones.conflict") }),
        table(say("zones.conflict"), ["zones.id", "zones.they", ""], rows.slice(0, mostNamed)));
      this.buttons(button("zones.take-theirs", () => {
        this.edits.take(theirs, tag);
        this.dialog.close();
      }, { look: "take-theirs" }), button("zones.keep-mine", () => {
        this.edits.rebase(theirs, tag);
        return this.preview();
      }, { look: "primary keep-mine" }));
    } catch (problem) {
      this.body.prepend(make("p", { class: "error", role: "alert", text: words(problem) }));
    }
  }
}

// The container or transit of an alert, with the way to its case.
function place(alert) {
  const [kind, name] = alert.transit ? ["transit", alert.transit] : ["container", alert.container];
  if (!name) return alert.seal ?? alert.facility ?? "";
  return make("a", { href: `#/case/${kind}/${encodeURIComponent(name)}`, target: "_blank", rel: "noopener", text: alert.container ?? name });
}
