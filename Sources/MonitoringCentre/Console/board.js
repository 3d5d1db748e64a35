// The public board: every gate's queue for a large screen, one gate for a driver's phone.
import { GateCard } from "/gate-card.js";
import { byGravity, count, duration, gateRow, levels, make, shape } from "/levels.js";
import { currentLanguage, loadPhrases, say, switchLanguage, translatePage } from "/phrases.js";
import { SiteTime } from "/site-time.js";

const pollSeconds = 30;
const retrySeconds = 10;
const historySeconds = 600;
// What we cannot ask about any more is stale after this long, as the server has it by default.
const staleSeconds = 900;
// So many gates have a card of their own on a large screen; the others are in a list beside them.
const cardsShown = 6;

const byId = (id) => document.getElementById(id);
const asked = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const isWide = matchMedia("(min-width: 700px)");
const parameters = new URLSearchParams(location.search);

let board = null;
let tag = null;
// The server's time less ours, when data last came, and since when none does.
let ahead = 0;
let lastAnswer = null;
let lostSince = null;
let scores = [];
let scoresAt = 0;
let quantity = stored("quantity") === "wait" ? "wait" : "vehicles";
const histories = new Map();
const cards = new Map();

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

const now = () => Date.now() + ahead;
const kept = () => (parameters.has("lang") ? `?lang=${currentLanguage()}` : "");
const link = (gate) => `/board/${encodeURIComponent(gate)}${kept()}`;

function chooseLanguage() {
  const known = (language) => ["vi", "en"].find((name) => language?.toLowerCase().startsWith(name));
  const wanted = known(parameters.get("lang")) ?? known(stored("language"))
    ?? navigator.languages.map(known).find(Boolean) ?? "vi";
  switchLanguage(wanted, false);
}

async function get(path, headers = {}) {
  const answer = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(20000) });
  if (!answer.ok && answer.status !== 304) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

let timer;
let polling = false;
async function poll() {
  if (polling) return;
  polling = true;
  clearTimeout(timer);
  try {
    const answer = await get("/v1/border-gates/congestion", tag ? { "If-None-Match": tag } : {});
    if (answer.status === 200) {
      board = await answer.json();
      tag = answer.headers.get("ETag");
      ahead = Date.parse(board.at) - Date.now();
    }
    lastAnswer = Date.now();
    lostSince = null;
  } catch {
    lostSince ??= Date.now();
  }
  render();
  polling = false;
  timer = setTimeout(poll, (lostSince ? retrySeconds : pollSeconds) * 1000);
  if (!lostSince) await loadMore();
}

// Histories of the gates that have a card, and how good the forecasts were: what may fail and come later.
async function loadMore() {
  let isNew = false;
  for (const gate of shownCards()) {
    const known = histories.get(gate.gate);
    if (known && now() - known.at < historySeconds * 1000) {
      if (known.items.at(-1)?.at !== gate.at) known.items.push(gate);
      continue;
    }
    try {
      const answer = await get(`/v1/border-gates/${encodeURIComponent(gate.gate)}/congestion/history`);
      histories.set(gate.gate, { at: now(), items: (await answer.json()).items });
      isNew = true;
    } catch {
      break;
    }
  }
  if (now() - scoresAt > historySeconds * 1000) {
    try {
      scores = (await (await get("/v1/border-gates/congestion/scores")).json()).items;
      scoresAt = now();
      isNew = true;
    } catch {
      // The next poll asks again.
    }
  }
  if (isNew) render();
  document.documentElement.dataset.ready = "true";
}

// The gates as they are to be shown: what came long before the connection was lost is stale.
function gates() {
  const items = board?.items ?? [];
  const isOld = (gate) => lostSince && gate.evidenceAt && now() - Date.parse(gate.evidenceAt) > staleSeconds * 1000;
  return items.map((gate) => (isOld(gate) ? { ...gate, stale: true } : gate)).sort(byGravity);
}

function shownCards(all = gates()) {
  if (asked) return all.filter((gate) => gate.gate === asked);
  return isWide.matches ? all.filter((gate) => gate.level !== "unknown").slice(0, cardsShown) : [];
}

function render() {
  renderFrame();
  if (!board) return;
  const all = gates();
  const shown = shownCards(all);
  for (const gate of shown) {
    if (!cards.has(gate.gate)) cards.set(gate.gate, new GateCard(time, link, Boolean(asked)));
    cards.get(gate.gate).update(gate, {
      history: histories.get(gate.gate)?.items ?? [], quantity, now: now(),
      scores: scores.filter((score) => score.gate === gate.gate).sort((a, b) => a.horizonSeconds - b.horizonSeconds),
    });
  }
  place(byId("cards"), shown.map((gate) => cards.get(gate.gate).element));
  byId("cards").dataset.count = shown.length;
  byId("quantity").hidden = shown.length === 0;
  document.body.classList.toggle("listed", shown.length === 0);
  const rest = all.filter((gate) => !shown.includes(gate));
  byId("rest").hidden = rest.length === 0;
  byId("rest-title").textContent = say(shown.length ? "board.others" : "board.all");
  const focused = document.activeElement?.getAttribute?.("href");
  byId("rows").replaceChildren(...rest.map((gate) => make("li", "", gateRow(gate, link(gate.gate)))));
  if (focused) byId("rows").querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  byId("message").textContent =
    asked && !shown.length ? say("board.no-gate", { gate: asked }) : all.length ? "" : say("board.none");
}

// Puts the cards in their order, and moves none that is in its place: a plot keeps its focus.
function place(parent, elements) {
  for (const child of [...parent.children]) if (!elements.includes(child)) child.remove();
  elements.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}

function renderFrame() {
  translatePage();
  document.body.classList.toggle("alone", Boolean(asked));
  document.title = `${say("board.title")} · ${book.siteName}`;
  byId("site").textContent = book.siteName;
  byId("language").textContent = currentLanguage() === "vi" ? "English" : "Tiếng Việt";
  byId("language").lang = currentLanguage() === "vi" ? "en" : "vi";
  byId("back").hidden = !asked;
  byId("back").href = `/board${kept()}`;
  byId("clock").textContent = time.full(now());
  const connection = byId("connection");
  connection.className = lostSince ? "lost" : board ? "live" : "";
  speak(connection, lostSince ? "" : board ? say("board.live") : "");
  const lost = byId("lost");
  lost.hidden = !lostSince;
  document.body.classList.toggle("lost", Boolean(lostSince));
  speak(lost, !lostSince ? "" : lastAnswer === null ? say("board.lost-empty") : say("board.lost", {
    time: time.clock(lostSince + ahead), age: duration((Date.now() - lastAnswer) / 1000),
  }));
  byId("message").textContent = board || lostSince ? "" : say("board.loading");
  byId("provinces").replaceChildren(...(board?.provinces ?? []).map((entry) => {
    const level = entry.stale ? "stale" : entry.level;
    const item = make("li", level, shape(level), make("span", "", entry.province));
    item.append(make("b", "", count(entry.vehiclesWaiting)), make("span", "hidden", say(`level.${level}`)));
    return item;
  }));
  byId("legend").replaceChildren(...levels.map((level) =>
    make("li", "", shape(level), say(`level.${level}`))), ...keys());
  for (const input of document.querySelectorAll("#quantity input")) input.checked = input.value === quantity;
}

const keys = () => ["past", "forecast", "band", "closed"].map((name) =>
  make("li", "key", make("i", name), say(`board.key-${name}`)));

// An element that is read aloud changes only where its words do.
function speak(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

byId("language").onclick = () => {
  switchLanguage();
  if (parameters.has("lang")) {
    parameters.set("lang", currentLanguage());
    history.replaceState(null, "", `?${parameters}`);
  }
  render();
};
byId("quantity").onchange = (event) => {
  quantity = event.target.value;
  try {
    localStorage.setItem("quantity", quantity);
  } catch {
    // It holds for this page only.
  }
  render();
};
isWide.addEventListener("change", () => {
  render();
  loadMore();
});
addEventListener("online", poll);
addEventListener("offline", () => {
  lostSince ??= Date.now();
  render();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll();
});

chooseLanguage();
let book = { siteName: "VASSCM", timeZone: "Asia/Ho_Chi_Minh" };
const time = new SiteTime(book.timeZone);
while (!book.phrases?.["board.title"]) {
  try {
    book = await loadPhrases();
  } catch {
    await new Promise((done) => setTimeout(done, retrySeconds * 1000));
  }
}
time.timeZone = book.timeZone;
renderFrame();
// Ages and the clock go on between two polls.
setInterval(render, 15000);
await poll();
