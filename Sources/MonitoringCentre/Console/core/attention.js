// What calls an officer: a sound, the title, the page's icon and a flash of the bar when something critical comes.
import { byId, icon } from "/core/dom.js";
import { say } from "/phrases.js";

const isCalling = (alert) => alert.status === "active" && !alert.acknowledged
  && (alert.severity === "critical" || alert.escalatedAt);
// A burst of alerts sounds once.
const leastMillisecondsBetween = 3000;
const tones = { critical: [880, 880, 1175], escalated: [660, 880] };
const toneSeconds = 0.16;

export class Attention {
  constructor(store) {
    this.store = store;
    this.isOn = localStorage.getItem("sound") !== "off";
    this.called = 0;
    this.button = byId("sound");
    this.button.addEventListener("click", () => this.toggle());
    this.favicon = document.querySelector("link[rel=icon]");
    store.on("alert", (event) => this.take(event));
    store.on("alerts", () => this.render());
    new MutationObserver(() => this.render()).observe(document.querySelector("title"), { childList: true });
    // Browsers let a page sound only after somebody has touched it.
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => this.unlock(), { capture: true, passive: true });
  }

  // The bar's button, the title and the icon, as they are now.
  retranslate(title) {
    if (title) document.title = title;
    const phrase = this.isOn ? "sound.on" : "sound.off";
    this.button.replaceChildren(icon(this.isOn ? "bell" : "bell-off"));
    this.button.title = say(phrase);
    this.button.setAttribute("aria-label", say(phrase));
    this.button.setAttribute("aria-pressed", String(this.isOn));
    this.render();
  }

  render() {
    let count = 0;
    for (const alert of this.store.alerts.values()) if (isCalling(alert)) count++;
    // Pages have titles of their own: the count stands before whatever there is.
    const bare = document.title.replace(/^\(\d+\+?\) /, "");
    const title = count ? `(${count > 99 ? "99+" : count}) ${bare}` : bare;
    if (document.title !== title) document.title = title;
    if (this.shown === count > 0) return;
    this.shown = count > 0;
    if (this.favicon) this.favicon.href = favicon(this.shown);
  }

  take({ alert, change }) {
    if (!isCalling(alert)) return;
    if (alert.escalatedAt && change !== "raised") {
      if (this.escalated === alert.id + alert.escalatedAt) return;
      this.escalated = alert.id + alert.escalatedAt;
      return this.call("escalated");
    }
    if (change === "raised" && alert.severity === "critical") this.call("critical");
  }

  call(kind) {
    const now = performance.now();
    if (this.calledAt !== undefined && now - this.calledAt < leastMillisecondsBetween) return;
    this.calledAt = now;
    this.called++;
    this.flash();
    if (this.isOn) this.sound(kind);
  }

  flash() {
    const bar = byId("bar");
    bar.classList.remove("calling");
    // Read once, so that the same flash begins anew.
    void bar.offsetWidth;
    bar.classList.add("calling");
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => bar.classList.remove("calling"), 2500);
  }

  toggle() {
    this.isOn = !this.isOn;
    localStorage.setItem("sound", this.isOn ? "on" : "off");
    this.retranslate();
    this.unlock();
    if (this.isOn) this.sound("escalated");
  }

  unlock() {
    if (!this.isOn || this.audio?.state === "running") return;
    try {
      this.audio ??= new AudioContext();
      this.audio.resume().catch(() => {});
    } catch {
      // No sound device: title, icon and flash remain.
    }
  }

  sound(kind) {
    if (this.audio?.state !== "running") return;
    const start = this.audio.currentTime + 0.02;
    tones[kind].forEach((frequency, i) => {
      const at = start + i * (toneSeconds + 0.06);
      const [tone, gain] = [this.audio.createOscillator(), this.audio.createGain()];
      tone.type = "triangle";
      tone.frequency.value = frequency;
      // A soft beginning and end: a hard one clicks.
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.25, at + 0.02);
      gain.gain.setValueAtTime(0.25, at + toneSeconds - 0.04);
      gain.gain.linearRampToValueAtTime(0, at + toneSeconds);
      tone.connect(gain).connect(this.audio.destination);
      tone.start(at);
      tone.stop(at + toneSeconds);
    });
  }
}

// Our mark on a tile, with a dot where something calls.
function favicon(isCalling) {
  const dot = isCalling ? '<circle cx="18" cy="6" r="6" fill="#d11a33"/>' : "";
  return "data:image/svg+xml," + encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#0a5fae"/>'
    + '<path d="M6 11h12v8H6zM8.5 11V8.5a3.5 3.5 0 0 1 7 0V11" fill="none" stroke="#fff" stroke-width="1.8"/>' + dot + "</svg>");
}
