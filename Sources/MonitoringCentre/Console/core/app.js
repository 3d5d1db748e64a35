// The console: who is signed in, the ways to its pages, and the frame around them.
import { call } from "/api.js";
import { AccountMenu } from "/core/account-menu.js";
import { Attention } from "/core/attention.js";
import { byId, draw, icon, make } from "/core/dom.js";
import { note, words } from "/core/dialogs.js";
import { Keyboard } from "/core/keyboard.js";
import { Search } from "/core/search.js";
import { SignIn } from "/core/sign-in.js";
import { Store } from "/core/store.js";
import { nextTheme, theme } from "/core/theme.js";
import { currentLanguage, loadPhrases, number, say, switchLanguage, time, translatePage } from "/phrases.js";

// The pages in the order of their ways. Each module has a class `Page`: made once with the context, it has an `element`, is
// told `show(parts, query)` with what follows its name in the address, `hide()`, and `retranslate()`.
const pages = [
  { name: "live", icon: "map", key: "m", load: () => import("/live/live-page.js") },
  { name: "alerts", icon: "bell", key: "a", load: () => import("/alerts/alerts-page.js") },
  { name: "case", icon: "container", key: "c", load: () => import("/case/case-page.js") },
  { name: "facilities", icon: "facility", key: "f", load: () => import("/facilities/facilities-page.js") },
  { name: "gates", icon: "gate", key: "g", load: () => import("/gates/gates-page.js") },
  { name: "orders", icon: "order", key: "o", may: "decide", load: () => import("/orders/orders-page.js") },
  { name: "zones", icon: "zone", key: "z", may: "administer", load: () => import("/zones/zones-page.js") },
  { name: "accounts", icon: "people", key: "u", may: "administer", load: () => import("/accounts/accounts-page.js") },
];
const permissions = { viewer: [], officer: ["decide"], supervisor: ["decide", "administer"] };

const store = new Store();
const attention = new Attention(store);
const shown = new Map();
let account = null;
let current = null;

const may = (permission) => !permission || (permissions[account?.role] ?? []).includes(permission);

// What every page is given.
const context = {
  store,
  site: {},
  get account() {
    return account;
  },
  may,
  // Goes to a page: `go("case", "container", "MSKU9070323")`.
  go: (...parts) => (location.hash = `#/${parts.map(encodeURIComponent).join("/")}`),
  // Says what went wrong; where the session has ended it asks to sign in again.
  fail: (problem) => (problem.status === 401 ? signedOut() : note(words(problem), "critical")),
  note,
  retranslate: () => render(),
};

function render() {
  translatePage();
  attention.retranslate(context.site.siteName);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of document.querySelectorAll("button.language")) {
    element.textContent = currentLanguage() === "vi" ? "English" : "Tiếng Việt";
    element.lang = currentLanguage() === "vi" ? "en" : "vi";
  }
  const themeButton = byId("theme");
  themeButton.replaceChildren(icon("sun"));
  themeButton.title = say(`theme.${theme()}`);
  themeButton.setAttribute("aria-label", themeButton.title);
  renderWays();
  renderConnection();
  renderCounts();
  search.retranslate();
  menu.render(account);
  for (const page of shown.values()) page.retranslate?.();
}

function renderWays() {
  const list = byId("ways").querySelector("ul");
  list.replaceChildren(...pages.filter((page) => may(page.may)).map((page) => {
    const link = make("a", { href: `#/${page.name}` }, icon(page.icon), make("span", { text: say(`page.${page.name}`) }));
    link.title = say(`page.${page.name}`);
    if (page.name === current) link.setAttribute("aria-current", "page");
    if (page.name === "alerts") link.append(make("span", { class: "count", "data-count": "alerts", hidden: true }));
    return make("li", {}, link);
  }));
  renderCounts();
}

function renderConnection() {
  const pill = byId("connection");
  pill.hidden = store.connected === null;
  pill.className = `pill ${store.connected ? "good" : "critical"}`;
  const text = say(store.connected ? "live" : "reconnecting");
  if (pill.textContent !== text) pill.textContent = text;
}

function renderCounts() {
  byId("seal-count").textContent = store.seals.size ? say("seal-count", { count: number(store.seals.size, 0) }) : "";
  byId("clock").textContent = store.time ? time(store.time) : "";
  const count = document.querySelector("[data-count=alerts]");
  if (!count) return;
  const open = [...store.alerts.values()].filter((alert) => !alert.acknowledged).length;
  count.hidden = open === 0;
  count.textContent = open > 999 ? "999+" : open;
}

// Shows the page that the address names.
async function route() {
  if (!account) return;
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...parts] = path.split("/").map(decodeURIComponent);
  const page = pages.find((page) => page.name === name && may(page.may)) ?? pages[0];
  if (current !== page.name) shown.get(current)?.hide?.();
  current = page.name;
  try {
    if (!shown.has(page.name)) {
      const made = new (await page.load()).Page(context);
      shown.set(page.name, made);
      made.element.classList.add("page");
      made.element.dataset.page = page.name;
      made.element.hidden = true;
      byId("pages").append(made.element);
    }
    if (current !== page.name) return;
    for (const [other, { element }] of shown) element.hidden = other !== page.name;
    renderWays();
    await shown.get(page.name).show(parts, new URLSearchParams(query));
  } catch (problem) {
    context.fail(problem);
  }
  document.documentElement.dataset.ready = page.name;
}

async function start() {
  if (!(account.role in permissions)) {
    const role = account.role;
    signedOut();
    return signIn.complain(say("no-console", { role: say(`role.${role}`) }));
  }
  byId("sign-in").hidden = true;
  byId("app").hidden = false;
  render();
  const loading = store.start({ signedOut });
  await route();
  await loading;
  renderConnection();
}

function signedOut() {
  store.stop();
  account = null;
  current = null;
  for (const page of shown.values()) {
    page.hide?.();
    page.remove?.();
    page.element.remove();
  }
  shown.clear();
  byId("app").hidden = true;
  byId("sign-in").hidden = false;
  document.documentElement.dataset.ready = "sign-in";
  render();
}

// What was found is shown where it is told in full.
function open(found) {
  if (found.kind === "seal" && !found.container && !found.transit) context.go("live", "seal", found.seal);
  else if (found.kind === "transit") context.go("case", "transit", found.transit);
  else if (found.kind === "container" || !found.transit) context.go("case", "container", found.container);
  else context.go("live", "seal", found.seal);
}

const search = new Search(byId("search"), open);
const menu = new AccountMenu(byId("account-menu"), { signedOut, note });
const signIn = new SignIn(async (signedIn) => {
  account = signedIn;
  await start();
});
new Keyboard(pages, { go: context.go, may, search: () => search.focus() });

for (const element of document.querySelectorAll("button.language")) {
  element.onclick = () => {
    switchLanguage();
    render();
  };
}
byId("theme").onclick = () => {
  nextTheme();
  render();
};
addEventListener("hashchange", route);
store.on("connection", renderConnection);
store.on("seals", renderCounts);
store.on("alerts", renderCounts);

context.site = await loadPhrases();
for (const element of document.querySelectorAll(".site")) {
  element.replaceChildren(mark(), ` ${context.site.siteName}`);
}
render();
try {
  account = await call("GET", "/session");
  await start();
} catch (problem) {
  signedOut();
  if (problem.status !== 401) signIn.complain(words(problem));
}

// A seal's clasp: our mark.
function mark() {
  return draw("svg", { viewBox: "0 0 24 24", class: "icon mark", "aria-hidden": "true" },
    draw("path", { d: "M5 10.5h14v9.5H5zM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v3" }));
}
