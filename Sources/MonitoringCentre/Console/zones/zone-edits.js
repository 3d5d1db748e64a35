// The zones as they are edited here: what was loaded, what it has become, and the way back and forth. Features are never
// changed in place: each step is a new list that shares all that stayed.

const mostSteps = 200;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class ZoneEdits {
  constructor(collection, tag) {
    this.take(collection, tag);
  }

  // Begins anew with what the server has.
  take(collection, tag) {
    this.whole = collection;
    this.tag = tag;
    this.base = collection.features;
    this.features = collection.features;
    this.past = [];
    this.future = [];
    this.listener?.();
  }

  find(id) {
    return this.features.find((feature) => feature.properties.id === id) ?? null;
  }

  // One step: all features as they are now to be.
  change(features) {
    this.past.push(this.features);
    if (this.past.length > mostSteps) this.past.shift();
    this.future = [];
    this.features = features;
    this.listener?.();
  }

  // Puts a feature in the place of the one that had `id`, or at the end where none had it.
  put(id, feature) {
    const known = this.features.some((one) => one.properties.id === id);
    this.change(known ? this.features.map((one) => (one.properties.id === id ? feature : one)) : [...this.features, feature]);
  }

  remove(id) {
    this.change(this.features.filter((feature) => feature.properties.id !== id));
  }

  undo() {
    if (!this.past.length) return false;
    this.future.push(this.features);
    this.features = this.past.pop();
    this.listener?.();
    return true;
  }

  redo() {
    if (!this.future.length) return false;
    this.past.push(this.features);
    this.features = this.future.pop();
    this.listener?.();
    return true;
  }

  get difference() {
    return difference(this.base, this.features);
  }

  get isDirty() {
    const { added, changed, removed } = this.difference;
    return added.length + changed.length + removed.length > 0;
  }

  get collection() {
    return { ...this.whole, features: this.features };
  }

  // Lays our edits on what somebody else has saved meanwhile.
  rebase(collection, tag) {
    const { added, changed, removed } = this.difference;
    const ours = new Map([...added, ...changed].map((feature) => [feature.properties.id, feature]));
    const gone = new Set(removed.map((feature) => feature.properties.id));
    this.take(collection, tag);
    const kept = this.base.filter((feature) => !gone.has(feature.properties.id))
      .map((feature) => ours.get(feature.properties.id) ?? feature);
    const known = new Set(kept.map((feature) => feature.properties.id));
    this.change([...kept, ...[...ours.values()].filter((feature) => !known.has(feature.properties.id))]);
  }
}

// What one list has become in another, by id.
export function difference(before, after) {
  const old = new Map(before.map((feature) => [feature.properties.id, feature]));
  const ids = new Set(after.map((feature) => feature.properties.id));
  return {
    added: after.filter((feature) => !old.has(feature.properties.id)),
    changed: after.filter((feature) => {
      const known = old.get(feature.properties.id);
      return known && known !== feature && !same(known, feature);
    }),
    removed: before.filter((feature) => !ids.has(feature.properties.id)),
  };
}
