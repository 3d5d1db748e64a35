// The monitoring console: who is signed in, what is on the map, what needs attention.
import { AlertList, describe, make } from "/alerts.js";
import { call, follow } from "/api.js";
import { GateList } from "/gates.js";
import { SealMap } from "/map.js";
import { currentLanguage, loadPhrases, number, say, switchLanguage, time, translatePage } from "/phrases.js";

const byId = (id) => document.getElementById(id);
const trackHours = 24;

let account = null;
let map = null;
let alerts = null;
const gates = new GateList(byId("gates"));
let stopFollowing = () => {};
let connected = null;
let selectedSeal = null;
let serverTime = "";

function render() {
  translatePage();
  byId("language").textContent = currentLanguage() === "vi" ? "English" : "Tiếng Việt";
  byId("account").textContent = account ? `${account.name} (${say(`role.${account.role}`)})` : "";
  byId("sign-out").hidden = !account;
  renderConnection();
  renderCount();
  alerts?.render();
  gates.render();
  map?.repaint();
  if (selectedSeal) renderSeal(selectedSeal);
}

function renderConnection() {
  const pill = byId("connection");
  pill.hidden = connected === null;
  pill.className = `pill ${connected ? "live" : "lost"}`;
  pill.textContent = connected ? say("live") : say("reconnecting");
}

function renderCount() {
  byId("seal-count").textContent = map ? say("seal-count", { count: number(map.seals.size, 0) }) : "";
  byId("clock").textContent = serverTime ? time(serverTime) : "";
}

function report(problem) {
  if (problem.status === 401) return signedOut();
  window.alert(problem.status === 0 ? say("no-server") : problem.message);
}

async function signIn(event) {
  event.preventDefault();
  const error = byId("sign-in-error");
  error.textContent = "";
  try {
    account = await call("POST", "/session", { key: byId("key").value });
    byId("key").value = "";
    await start();
  } catch (problem) {
    error.textContent =
      problem.status === 401 ? say("wrong-key") : problem.status === 0 ? say("no-server") : problem.message;
  }
}

async function signOut() {
  try {
    await call("DELETE", "/session");
  } catch {
    // It may have ended already.
  }
  signedOut();
}

function signedOut() {
  stopFollowing();
  account = null;
  connected = null;
  byId("centre").hidden = true;
  byId("sign-in").hidden = false;
  render();
}

async function start() {
  if (!["viewer", "officer", "supervisor"].includes(account.role)) {
    byId("sign-in-error").textContent = say("no-console");
    byId("sign-in").hidden = false;
    return render();
  }
  byId("sign-in").hidden = true;
  byId("centre").hidden = false;
  map ??= await SealMap.make(byId("map"), selectSeal);
  alerts ??= new AlertList({
    onSelect: (alert) => {
      if (alert.seal) selectSeal(alert.seal, alert.position);
      else map.show(alert.position);
    },
    onChange: () => map.setAlerted(alerts.seals),
    onError: report,
  });
  alerts.mayDecide = account.role !== "viewer";
  // The stream first: what happens while the lists load comes after them, and is not lost.
  stopFollowing();
  const waiting = [];
  let isReady = false;
  const whenReady = (action) => (isReady ? action() : waiting.push(action));
  stopFollowing = follow({
    connection: (value) => {
      connected = value;
      renderConnection();
    },
    signedOut,
    position: (position) => whenReady(() => moved(position)),
    alert: (event) => whenReady(() => alerts.take(event.alert)),
    congestion: (gate) => gates.take(gate),
  });
  await Promise.all([map.load(), loadPositions(), alerts.load(), gates.load()]);
  isReady = true;
  for (const action of waiting) action();
  render();
}

async function loadPositions() {
  const collection = await call("GET", "/v1/positions?activeWithin=86400");
  for (const feature of collection.features) {
    const [lon, lat] = feature.geometry.coordinates;
    moved({ ...feature.properties, lat, lon });
  }
}

let countTimer;
function moved(position) {
  map.move(position);
  if (position.time > serverTime) serverTime = position.time;
  countTimer ??= setTimeout(() => {
    countTimer = undefined;
    renderCount();
  }, 500);
}

async function selectSeal(id, place) {
  selectedSeal = id;
  if (place) map.show(place);
  try {
    const seal = await renderSeal(id);
    const from = new Date(new Date(seal.lastReport.time) - trackHours * 3600e3).toISOString();
    map.showTrack(await call("GET", `/v1/seals/${encodeURIComponent(id)}/track?format=geojson&from=${from}`));
  } catch (problem) {
    report(problem);
  }
}

async function renderSeal(id) {
  const seal = await call("GET", `/v1/seals/${encodeURIComponent(id)}`);
  if (selectedSeal !== id) return seal;
  const last = seal.lastReport;
  const missing = seal.missing.reduce((sum, [first, end]) => sum + end - first + 1, 0);
  const heading = make("div", "heading");
  const close = make("button", "plain", "×");
  close.type = "button";
  close.setAttribute("aria-label", say("close"));
  close.onclick = () => {
    selectedSeal = null;
    byId("detail").hidden = true;
    map.showTrack(null);
  };
  heading.append(make("h2", "", `${say("seal")} ${seal.seal}`), close);
  const speed = last.speed === undefined ? null : `${number(last.speed * 3.6, 0)} km/h`;
  const battery = last.battery === undefined ? null : `${number(last.battery * 100, 0)} %`;
  byId("detail").replaceChildren(heading, describe([
    [say("state"), say(`state.${last.state}`)], [say("position"), seal.suspect ? say("suspect") : null],
    [say("container"), seal.container], [say("transit"), seal.transit],
    [say("last-report"), time(last.time)], [say("speed"), speed], [say("battery"), battery],
    [say("missing"), missing ? number(missing, 0) : null],
  ]), make("p", "quiet", say("track-shown", { hours: trackHours })));
  byId("detail").hidden = false;
  return seal;
}

byId("sign-in-form").onsubmit = signIn;
byId("sign-out").onclick = signOut;
byId("language").onclick = () => {
  switchLanguage();
  render();
};

const book = await loadPhrases();
byId("site").textContent = book.siteName;
document.title = book.siteName;
render();
try {
  account = await call("GET", "/session");
  await start();
} catch (problem) {
  if (problem.status !== 401) byId("sign-in-error").textContent = problem.message || say("no-server");
  signedOut();
}
