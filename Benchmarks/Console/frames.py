"""Signs in at a console, pans its live map while reports come, and prints how long frames took and how late reports were.

Usage: frames.py --url URL --broker HOST:PORT [--seals N] [--minutes M] [--pan SECONDS] [--width W] [--height H] [--zoom Z]
"""

import argparse
import json
import math
import socket
import struct
import threading
import time
from datetime import datetime, timezone

from chromium import Chromium

# In the page before anything of its own: notes frames, long tasks, and when a report that has come has been drawn.
WATCH = """
(() => {
  const watch = (window.watch = { frames: [], tasks: [], arrivals: new Map(), drawn: [], probes: [], sealsAt: 0, events: 0 });
  const add = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (name, listener, ...rest) {
    if (name !== "position") return add.call(this, name, listener, ...rest);
    return add.call(this, name, (event) => {
      watch.events++;
      const { seal, time } = JSON.parse(event.data);
      if (seal === "PROBE00001") watch.arrivals.set(seal, time);
      else if (watch.events % 25 === 0) watch.arrivals.set(seal, time).set(`${seal} at`, performance.now());
      listener(event);
    }, ...rest);
  };
  document.addEventListener("drawn", ({ detail: index }) => {
    const now = performance.now();
    if (index.count >= 1) watch.sealsAt ||= now;
    watch.count = index.count;
    for (const [seal, time] of watch.arrivals) {
      if (seal.endsWith(" at")) continue;
      const slot = index.slots.get(seal);
      if (slot === undefined || index.positions[slot].time < time) continue;
      if (seal === "PROBE00001") watch.probes.push(Date.now() - Date.parse(time));
      else watch.drawn.push(now - watch.arrivals.get(`${seal} at`));
      watch.arrivals.delete(seal);
      watch.arrivals.delete(`${seal} at`);
    }
  });
  let last = 0;
  const frame = (now) => {
    if (watch.isOn && last) watch.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    if (watch.isOn) for (const entry of list.getEntries()) watch.tasks.push(entry.duration);
  }).observe({ type: "longtask" });
})();
"""


class Probe(threading.Thread):
    """A seal of its own that reports every second the moment it does so: MQTT 3.1.1, quality 0, by hand."""

    def __init__(self, broker):
        super().__init__(daemon=True)
        host, port = broker.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.stopped = threading.Event()
        name = b"console-benchmark"
        body = struct.pack(">H4sBBH", 4, b"MQTT", 4, 2, 0) + struct.pack(">H", len(name)) + name
        self.socket.sendall(b"\x10" + bytes([len(body)]) + body)
        self.socket.recv(4)

    def run(self):
        topic = b"vasscm/v1/seals/PROBE00001/reports"
        boot = str(int(time.time()))
        for number in range(1, 1 << 30):
            if self.stopped.wait(1):
                return
            now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
            report = {"seq": number, "boot": boot, "time": now, "mode": 3, "lat": 16 + number % 100 * 1e-3, "lon": 107.0,
                      "speed": 10, "track": 0, "state": "locked", "battery": 0.9}
            body = struct.pack(">H", len(topic)) + topic + json.dumps(report).encode()
            size = bytes([len(body) % 128 | 0x80, len(body) // 128]) if len(body) > 127 else bytes([len(body)])
            self.socket.sendall(b"\x30" + size + body)


def share(values, part):
    """The value that this part of all lies at or under."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else float("nan")


def sign_in(page, url, seals):
    page.call("Page.navigate", url=f"{url}/")
    page.wait("document.documentElement?.dataset.ready === 'sign-in'")
    page.value("""(() => {
        document.getElementById('with-key').click();
        document.getElementById('key').value = 'demo-officer';
        document.getElementById('sign-in-form').requestSubmit(); })()""")
    page.wait(f"window.watch.count >= {seals}", 120)


def first_view(page, url):
    """Milliseconds to the page and to its first seals, and the bytes of code, map and data that it took."""
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    page.call("Page.navigate", url="about:blank")
    page.call("Page.navigate", url=f"{url}/")
    page.wait("window.watch && watch.sealsAt && document.documentElement.dataset.ready === 'live'", 60)
    time.sleep(2)
    page.call("Network.setCacheDisabled", cacheDisabled=False)
    return page.value("""(() => {
      const bytes = { code: 0, ground: 0, data: 0 };
      for (const e of performance.getEntries().filter((e) => e.transferSize))
        bytes[e.name.includes("basemap") ? "ground" : /\\/v1\\//.test(e.name) ? "data" : "code"] += e.transferSize;
      const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
      return { paint, seals: watch.sealsAt, ...bytes };
    })()""")


def pan(page, seconds, width, height):
    """Drags the map to and fro by the mouse for this long."""
    end = time.monotonic() + seconds
    x, y, forth = width * 0.3, height * 0.5, 1
    while time.monotonic() < end:
        page.mouse("mousePressed", x, y)
        began = time.monotonic()
        at = x
        while (gone := time.monotonic() - began) < 1.2:
            at = x + forth * 260 * math.sin(gone / 1.2 * math.pi / 2)
            page.mouse("mouseMoved", at, y + forth * 60 * gone)
            time.sleep(0.004)
        page.mouse("mouseReleased", at, y + forth * 72)
        time.sleep(0.15)
        forth = -forth


def heap(page):
    page.call("HeapProfiler.collectGarbage")
    return page.call("Runtime.getHeapUsage")["usedSize"] / 1e6


def measured(page, seconds, work):
    page.value("Object.assign(watch, { frames: [], tasks: [], isOn: true, events: 0 }); 1")
    began = time.monotonic()
    work(seconds)
    lasted = time.monotonic() - began
    found = page.value("""(() => {
      watch.isOn = false;
      return { frames: watch.frames, tasks: watch.tasks, events: watch.events };
    })()""")
    return found["frames"], found["tasks"], found["events"] / lasted


def row(name, values, unit="ms"):
    print(f"| {name} | {share(values, 0.5):.0f} | {share(values, 0.95):.0f} | {max(values, default=float('nan')):.0f} | {unit} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--broker", required=True)
    parser.add_argument("--seals", type=int, default=20000)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--pan", type=float, default=30)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--zoom", type=int, default=2, help="how often the map is zoomed in before the second pan")
    options = parser.parse_args()
    page = Chromium(options.width, options.height)
    probe = Probe(options.broker)
    try:
        page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        sign_in(page, options.url, options.seals)
        view = first_view(page, options.url)
        page.wait(f"watch.count >= {options.seals}", 60)
        probe.start()
        time.sleep(3)
        start = heap(page)
        print("| | p50 | p95 | max | |\n|---|---:|---:|---:|---|")
        for name in ["all of the country", "zoomed in"]:
            frames, tasks, rate = measured(page, options.pan, lambda seconds: pan(page, seconds, options.width, options.height))
            row(f"frame, {name}, panning", frames)
            row(f"long tasks of it: {len(tasks)}", tasks)
            print(f"| reports on the stream | {rate:.0f} | | | /s |", flush=True)
            if name != "zoomed in":
                for _ in range(options.zoom):
                    page.value("document.querySelector('.leaflet-control-zoom-in').click()")
                    time.sleep(1)
        heaps = [start]
        for _ in range(max(1, round(options.minutes))):
            time.sleep(min(60, options.minutes * 60))
            heaps.append(heap(page))
        told = page.value("({ drawn: watch.drawn, probes: watch.probes })")
        row("stream to map", told["drawn"])
        row("report sent to map", told["probes"])
        print(f"\nHeap after collection: {' '.join(f'{size:.1f}' for size in heaps)} MB, one a minute")
        print(f"First view: painted after {view['paint']:.0f} ms, seals after {view['seals']:.0f} ms; "
              f"code {view['code'] / 1e3:.0f} kB, data {view['data'] / 1e3:.0f} kB, base map {view['ground'] / 1e3:.0f} kB")
    finally:
        probe.stopped.set()
        page.close()


if __name__ == "__main__":
    main()
