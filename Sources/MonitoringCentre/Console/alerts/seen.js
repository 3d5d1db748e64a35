// What this officer has read: per account, kept in the browser, bounded.

const mostKept = 5000;

export class Seen {
  constructor(account) {
    this.key = `seen-alerts.${account}`;
    try {
      this.ids = new Set(JSON.parse(localStorage.getItem(this.key) ?? "[]").slice(-mostKept));
    } catch {
      this.ids = new Set();
    }
  }

  has(alert) {
    return alert.acknowledged || alert.status !== "active" || this.ids.has(alert.id);
  }

  add(...alerts) {
    for (const { id } of alerts) {
      this.ids.delete(id);
      this.ids.add(id);
    }
    while (this.ids.size > mostKept) this.ids.delete(this.ids.values().next().value);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      try {
        localStorage.setItem(this.key, JSON.stringify([...this.ids]));
      } catch {
        // No room: it is known until the page is left.
      }
    }, 500);
  }
}
