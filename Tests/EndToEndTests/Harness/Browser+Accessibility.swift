import Foundation

/// What a reader by ear, by keyboard or with weak eyes would stumble over.
extension Browser {
    /// Faults of what is shown now, one a line: controls without a name, pictures without words, headings that leap, ids given
    /// twice, references to nothing, tables without heads, text too faint (WCAG 2.1 AA: 4.5 to 1, large 3 to 1), words cut or
    /// out of the page, keys that have no phrase.
    func accessibilityFaults() throws -> String { try text(Self.faultFinder) }

    private static let faultFinder = #"""
        (() => {
          const faults = [];
          const tell = (what, e) => faults.push(`${what}: <${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}" ` +
            `id="${e.id}"> ${(e.textContent ?? "").trim().slice(0, 40)}`);
          const isShown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
          const dialogs = document.querySelectorAll("dialog[open]");
          const root = dialogs[dialogs.length - 1] ?? document.body;
          const all = [...root.querySelectorAll("*")].filter(isShown);
          const byIds = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id));
          const nameOf = (e) => {
            const by = e.getAttribute("aria-labelledby");
            const texts = by ? byIds(by).map((x) => x?.textContent) : [e.getAttribute("aria-label"),
              ...[...(e.labels ?? [])].map((x) => x.textContent), e.textContent, e.title, e.placeholder, e.alt,
              e.querySelector?.("img")?.alt, e.type === "submit" ? e.value : ""];
            return texts.filter(Boolean).join("").trim();
          };
          const controls = "button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=option], [role=tab], " +
            "[role=slider], [role=checkbox], summary, [tabindex='0']";
          for (const e of all) {
            if (e.matches(controls) && !nameOf(e)) tell("no name", e);
            if (e.tagName === "IMG" && !e.hasAttribute("alt")) tell("no words for a picture", e);
            if (e.tagName === "CANVAS" && !nameOf(e) && e.getAttribute("aria-hidden") !== "true" && !e.closest(".leaflet-container"))
              tell("no words for a drawing", e);
            if (e.tagName === "TABLE" && !e.querySelector("th")) tell("table without heads", e);
            if (e.tagName === "LI" && !e.parentElement.matches("ul, ol, menu, [role=list], [role=listbox]")) tell("item of no list", e);
            for (const name of ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant"])
              if (e.hasAttribute(name) && byIds(e.getAttribute(name)).includes(null)) tell(`${name} of nothing`, e);
            if (Number(e.getAttribute("tabindex")) > 0) tell("an order of its own", e);
            if (!e.children.length && /^[a-z-]+\.[a-z][a-z.-]+$/.test(e.textContent.trim()) && !e.matches("code, pre, td, dd, time"))
              tell("no phrase", e);
          }
          const ids = new Set();
          for (const e of document.querySelectorAll("[id]")) {
            if (ids.has(e.id)) tell("id given twice", e);
            ids.add(e.id);
          }
          let level = 0;
          for (const e of all.filter((x) => /^H[1-6]$/.test(x.tagName))) {
            const own = Number(e.tagName[1]);
            if (level && own > level + 1) tell(`heading leaps from ${level} to ${own}`, e);
            level = own;
          }
          if (!document.documentElement.lang) faults.push("the page has no language");
          const numbers = (text) => {
            const parts = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
            const scale = text.startsWith("color(") ? 255 : 1;
            return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts[3] ?? 1];
          };
          const light = ([r, g, b]) => [r, g, b].map((x) => x / 255)
            .map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
            .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
          const over = (top, ground) => top.slice(0, 3).map((x, i) => x * top[3] + ground[i] * (1 - top[3]));
          const groundOf = (e) => {
            const layers = [];
            for (let x = e; x; x = x.parentElement) {
              const style = getComputedStyle(x);
              if (style.backgroundImage !== "none" || x.matches(".leaflet-container")) return null;
              const paint = numbers(style.backgroundColor);
              if (paint[3] > 0) layers.push(paint);
              if (paint[3] === 1) break;
            }
            return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
          };
          for (const e of all) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
            if (!own || e.closest("[aria-hidden=true], .unseen, :disabled, [aria-disabled=true], svg, .leaflet-container")) continue;
            const style = getComputedStyle(e);
            const ground = groundOf(e);
            if (!ground) continue;
            let opacity = 1;
            for (let x = e; x; x = x.parentElement) opacity *= Number(getComputedStyle(x).opacity);
            const ink = numbers(style.color);
            ink[3] *= opacity;
            const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            const size = parseFloat(style.fontSize);
            const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
            if (ratio < least - 0.02) tell(`too faint (${ratio.toFixed(2)} to 1)`, e);
          }
          if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) faults.push("the page is wider than the screen");
          return faults.slice(0, 40).join("\n");
        })()
        """#
}
