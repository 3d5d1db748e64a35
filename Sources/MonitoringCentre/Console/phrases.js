// The two languages of the console, and how it writes times and numbers.

let book = { phrases: {}, siteName: "VASSCM", timeZone: "Asia/Ho_Chi_Minh" };
let language = localStorage.getItem("language") === "en" ? "en" : "vi";

export async function loadPhrases() {
  const answer = await fetch("/strings.json");
  if (answer.ok) book = await answer.json();
  return book;
}

export const currentLanguage = () => language;

export function switchLanguage(to = language === "vi" ? "en" : "vi", isKept = true) {
  language = to;
  if (isKept) localStorage.setItem("language", language);
}

// The phrase of a key, with every {name} filled; an unknown key says itself.
export function say(key, values = {}) {
  const text = book.phrases[key]?.[language] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Fills every element that names a phrase.
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-phrase]")) {
    element.textContent = say(element.dataset.phrase);
  }
}

const locale = () => (language === "vi" ? "vi-VN" : "en-GB");

export function time(text) {
  if (!text) return "";
  return new Intl.DateTimeFormat(locale(), {
    timeZone: book.timeZone, year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).format(new Date(text));
}

export function number(value, digits = 2) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

// How a value of an alert's evidence is shown: a number, a time or a word.
export function evidence(value) {
  if (typeof value === "number") return number(value, 5);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? time(value) : value;
}
