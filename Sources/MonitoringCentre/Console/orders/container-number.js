// ISO 6346 container numbers: whether one can be right, and if not, why.

// Upper case, without the blanks and hyphens that people write.
export const normalised = (text) => text.toUpperCase().replace(/[\s-]/g, "");

// The check digit of the first ten characters: the letters' values leave out the multiples of 11.
export function checkDigit(number) {
  let sum = 0;
  for (let index = 0; index < 10; index += 1) {
    const character = number[index];
    let value = character >= "0" && character <= "9" ? Number(character) : character.charCodeAt(0) - 55;
    if (value > 9) value += Math.floor((value - 1) / 10);
    sum += value * 2 ** index;
  }
  return (sum % 11) % 10;
}

// What is known of a number while it is written: `empty`, `partial`, `form`, `category`, `digit` (with the expected one), `good`.
export function judged(text) {
  const number = normalised(text);
  if (!number) return { number, state: "empty" };
  const isStart = /^[A-Z]{0,4}$/.test(number) || /^[A-Z]{4}\d{0,7}$/.test(number);
  if (!isStart) return { number, state: "form" };
  if (number.length >= 4 && !"UJZ".includes(number[3])) return { number, state: "category" };
  if (number.length < 11) return { number, state: "partial", expected: number.length === 10 ? checkDigit(number) : null };
  const expected = checkDigit(number);
  return { number, state: Number(number[10]) === expected ? "good" : "digit", expected };
}

// The numbers of a text: written one a line, or with commas, semicolons or tabs between; each once.
export function numbersIn(text) {
  return [...new Set(text.split(/[\n,;\t]+/).map(normalised).filter(Boolean))];
}
