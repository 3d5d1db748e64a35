// The words of the inbox; times without a year where it is the site's own, and never formatted twice.
import { currentLanguage, number, say, time as whole } from "/phrases.js";

export { say };

export const count = (value) => number(value, 0);

const written = new Map();
const mostWritten = 5000;

// A time as every page writes it; making one takes long, and a list asks for the same again and again.
export function time(text) {
  const key = `${currentLanguage()} ${text}`;
  let known = written.get(key);
  if (known === undefined) {
    if (written.size >= mostWritten) written.clear();
    known = whole(text);
    written.set(key, known);
  }
  return known;
}

// The same for a narrow list: of the site's own day only the time, of another day without seconds.
export function shortTime(text, now) {
  const whole = time(text);
  const parts = whole.match(/\d+/g);
  if (parts?.length !== 6) return whole;
  const clock = whole.match(/\d+:\d+(:\d+)/);
  const day = whole.replace(clock[0], "").replace(/[ ,]+/g, "");
  if (now && time(now).includes(day)) return clock[0];
  return `${day.replace(/.\d{4}$/, "")} ${clock[0].slice(0, 5)}`;
}
