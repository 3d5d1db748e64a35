// Zones and routes: drawn, moved, taken from files and put in force, with the effect shown before.
import { ask } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { isTyping, tellKey } from "/core/keyboard.js";
import { failed, loading } from "/facilities/parts.js";
import { styleSheet } from "/map/base-map.js";
import { loadZones } from "/zones/zone-calls.js";
import { problemsOf } from "/zones/zone-checks.js";
import { ZoneEdits } from "/zones/zone-edits.js";
import { exportZones, importZones } from "/zones/zone-files.js";
import { ZoneForm } from "/zones/zone-form.js";
import { ZoneList } from "/zones/zone-list.js";
import { ZoneMap } from "/zones/zone-map.js";
import { ZoneSaving } from "/zones/zone-saving.js";
import { ZoneToolbar } from "/zones/zone-toolbar.js";
import { number, say } from "/phrases.js";

const kindOf = { polygon: "forbidden", circle: "checkpoint", route: "route" };
const routeWidthMetres = 250;

export class Page {
  constructor(context) {
    this.context = context;
    this.map = new ZoneMap({
      site: context.site, choose: (id) => this.choose(id), put: (feature) => this.put(this.chosen, feature),
      drawn: (tool, geometry, properties) => this.drawn(tool, geometry, properties), progress: () => this.toolbar.render(),
    });
    this.list = new ZoneList({ choose: (id, isFar) => this.choose(id, isFar), filtered: () => this.render() });
    this.form = new ZoneForm({ put: (id, feature) => this.put(id, feature), remove: (id) => this.remove(id) });
    this.toolbar = new ZoneToolbar(this);
    this.message = make("div", { class: "zone-message" });
    this.element = make("section", { class: "zones-page" }, this.toolbar.element, this.message, this.list.element, this.map.element, this.form.element);
    this.styles = Promise.all(["/facilities/parts.css", "/zones/zones.css"].map(styleSheet));
    tellKey("Ctrl Z", "zones.undo");
    tellKey("Ctrl Y", "zones.redo");
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeunload", (event) => {
      if (this.edits?.isDirty && this.element.isConnected) event.preventDefault();
    });
    document.addEventListener("click", (event) => this.leaving(event), true);
  }

  async show([id]) {
    this.isShown = true;
    await this.styles;
    this.toolbar.render();
    this.list.render();
    this.message.replaceChildren(this.edits ? "" : loading());
    try {
      await this.map.load();
      await this.reload();
      this.message.replaceChildren();
    } catch (problem) {
      this.message.replaceChildren(failed(problem));
      if (problem.status === 401) this.context.fail(problem);
      return;
    }
    this.choose(id && this.edits.find(id) ? id : this.chosen ?? null, Boolean(id));
  }

  // Takes what is in force, unless something is being edited: that is held against it when it is saved.
  async reload() {
    if (this.edits?.isDirty) return;
    const { value, tag } = await loadZones();
    if (this.edits) return this.edits.take(value, tag);
    this.edits = new ZoneEdits(value, tag);
    this.edits.listener = () => this.render();
  }

  hide() {
    this.isShown = false;
    this.map.drawing?.stop();
    if (this.edits?.isDirty) this.context.note(say("zones.kept"));
  }

  retranslate() {
    this.list.render();
    this.render();
  }

  render() {
    this.toolbar.render();
    if (!this.edits) return;
    if (this.chosen && !this.edits.find(this.chosen)) this.chosen = null;
    this.list.show(this.edits, this.chosen);
    this.map.show(this.edits.features, this.chosen, (feature) => this.list.isShown(feature));
    this.form.show(this.chosen ? this.edits.find(this.chosen) : null, this.edits.features);
  }

  choose(id, isFar = false) {
    this.chosen = id;
    this.render();
    if (isFar) this.map.fit(this.edits.find(id));
  }

  put(id, feature) {
    this.chosen = feature.properties.id;
    this.edits.put(id, feature);
  }

  async remove(id) {
    if (id) this.edits.remove(id);
  }

  draw(tool) {
    if (!this.map.drawing) return;
    if (tool && this.map.drawing.tool !== tool) this.map.drawing.start(tool);
    else this.map.drawing.stop();
    this.choose(null);
  }

  drawn(tool, geometry, properties) {
    let count = 1;
    while (this.edits.find(`new-${tool}-${count}`)) count += 1;
    const id = `new-${tool}-${count}`;
    this.put(id, {
      type: "Feature", geometry,
      properties: { id, kind: kindOf[tool], name: "", ...properties, ...(tool === "route" ? { width: routeWidthMetres } : {}) },
    });
    this.form.element.querySelector("[name=name]")?.focus();
  }

  async importFile() {
    const features = await importZones(this.edits.features);
    if (features) this.edits.change(features);
  }

  exportFile(isChosenOnly) {
    const feature = this.edits.find(this.chosen);
    if (isChosenOnly && feature) exportZones({}, [feature], `${feature.properties.id}.geojson`);
    else exportZones(this.edits.whole, this.edits.features, "zones.geojson");
  }

  save() {
    const { added, changed } = this.edits.difference;
    const wrong = [...added, ...changed].find((feature) => problemsOf(feature, this.edits.features).some((problem) => problem.isFatal));
    if (wrong) {
      this.choose(wrong.properties.id, true);
      return this.context.note(say("zones.fix-first", { id: wrong.properties.id }), "critical");
    }
    return new ZoneSaving(this.edits, { note: this.context.note, saved: () => this.render() }).open();
  }

  async discard() {
    const { added, changed, removed } = this.edits.difference;
    const count = number(added.length + changed.length + removed.length, 0);
    const isSure = await ask({ title: say("zones.discard"), action: "zones.discard", look: "danger",
      children: [make("p", { text: say("zones.discard.sure", { count }) })], submit: () => true });
    if (isSure) this.edits.take(this.edits.whole, this.edits.tag);
    return Boolean(isSure);
  }

  key(event) {
    if (!this.isShown || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y") && !event.target.closest?.("input, textarea")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) this.edits?.redo();
      else this.edits?.undo();
    } else if (!isTyping(event) && this.map.drawing?.tool) {
      if (key === "escape") this.draw(null);
      else if (key === "enter" && !event.target.closest?.("button")) this.map.drawing.finish();
      else if (key === "backspace") this.map.drawing.back();
    } else if (!isTyping(event) && key === "delete" && this.chosen) this.remove(this.chosen);
  }

  // A link to another page while something is unsaved: asks first.
  async leaving(event) {
    const link = event.target.closest?.('a[href^="#/"]');
    if (!link || !this.isShown || !this.edits?.isDirty || link.target || link.hash.startsWith("#/zones")) return;
    event.preventDefault();
    event.stopPropagation();
    if (await this.discard()) location.hash = link.hash;
  }
}
