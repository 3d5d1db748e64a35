// The order of the inbox: what escalated, then by severity; newest first; repeats folded into one row. No DOM here.

export const gravity = ["critical", "major", "minor", "warning"];

const isEscalated = (alert) => Boolean(alert.escalatedAt) && alert.status === "active" && !alert.acknowledged;
const subject = (alert) => alert.transit ?? alert.container ?? alert.seal ?? alert.facility ?? alert.id;
const groupOf = (alert) => (isEscalated(alert) ? "escalated" : alert.severity);

// Whether an alert passes the filters of the page; what is undefined or empty asks nothing.
export function passes(alert, { severity, rule, acknowledged, mine, facility, text, from, to }) {
  if (severity?.length && !severity.includes(alert.severity)) return false;
  if (rule && alert.rule !== rule) return false;
  if (acknowledged && alert.acknowledged !== (acknowledged === "yes")) return false;
  if (mine && alert.assignee !== mine) return false;
  if (facility && alert.facility !== facility) return false;
  if (from && alert.startedAt < from) return false;
  if (to && alert.startedAt > to) return false;
  return !text || wordsOf(alert).includes(text.toLowerCase());
}

function wordsOf(alert) {
  return [alert.container, alert.seal, alert.transit, alert.facility, alert.message, alert.messageVi, alert.rule, alert.assignee]
    .filter(Boolean).join(" ").toLowerCase();
}

// The rows: `{kind: "group", group, count}` and `{kind: "alert", alert, alerts, count, isOpen, isRepeat}`, where `alerts` are all
// that the row stands for.
export function rowsOf(alerts, { opened = new Set(), isGrouped = true } = {}) {
  const folds = new Map();
  for (const alert of alerts) {
    const key = `${groupOf(alert)} ${alert.status} ${alert.rule} ${subject(alert)}`;
    const fold = folds.get(key);
    if (fold) fold.push(alert);
    else folds.set(key, [alert]);
  }
  const groups = new Map(["escalated", ...gravity].map((name) => [name, []]));
  for (const [key, fold] of folds) {
    if (fold.length > 1) fold.sort(newestFirst);
    (groups.get(groupOf(fold[0])) ?? groups.get("warning")).push([key, fold]);
  }
  const rows = [];
  for (const [group, list] of groups) {
    if (!list.length) continue;
    list.sort(([, a], [, b]) => newestFirst(a[0], b[0]));
    const count = list.reduce((sum, [, fold]) => sum + fold.length, 0);
    if (isGrouped) rows.push({ kind: "group", key: `group ${group}`, group, count });
    for (const [key, fold] of list) {
      const isOpen = opened.has(key);
      rows.push({ kind: "alert", key, alert: fold[0], alerts: fold, count: fold.length, isOpen });
      if (!isOpen || fold.length === 1) continue;
      for (const alert of fold) rows.push({ kind: "alert", key: alert.id, alert, alerts: [alert], count: 1, isRepeat: true });
    }
  }
  return rows;
}

const newestFirst = (a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? -1 : 1);
