// The Hypothesis client's quote matching (match-quote and the page loop of its PDF
// anchoring), re-expressed from their published behaviour; one JSON line in, one out.
//
//   in:  {pages: [text, …]}                              loads a document
//        {quote, prefix, suffix, page, offset}           offset within the page, or null
//   out: {page, start, end, score, ms} or {page: null, ms}; offsets count UTF-16 units

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: search } = await import(pathToFileURL(process.argv[2]).href);

let pages = [];

function strip(text) {
  const kept = [];
  let bare = "";
  for (let at = 0; at < text.length; at++) {
    if (" \f\n\r\t\v\u00a0".includes(text[at])) continue;
    kept.push(at);
    bare += text[at];
  }
  return { bare, kept };
}

function find(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    found.push({ start: at, end: at + words.length, errors: 0 });
  }
  return found.length ? found : search(text, words, Math.min(256, words.length / 2));
}

function likeness(text, words) {
  if (!words) return 1;
  if (!text) return 0;
  const found = search(text, words, words.length);
  return found.length ? 1 - Math.min(...found.map((each) => each.errors)) / words.length : 0;
}

function matchQuote(text, quote, { prefix, suffix, hint }) {
  let best = null;
  for (const match of find(text, quote)) {
    const before = likeness(text.slice(Math.max(0, match.start - prefix.length), match.start), prefix);
    const after = likeness(text.slice(match.end, match.end + suffix.length), suffix);
    const place = hint === null ? 1 : 1 - Math.abs(match.start - hint) / text.length;
    const score = (50 * (1 - match.errors / quote.length) + 20 * before + 20 * after + 2 * place) / 92;
    if (!best || score > best.score) best = { ...match, score };
  }
  return best;
}

function isSettled(match, text, quote, prefix, suffix) {
  if (text.slice(match.start, match.end) !== quote) return false;
  const before = prefix && text.slice(Math.max(0, match.start - prefix.length), match.start) === prefix;
  const after = suffix && text.slice(match.end, match.end + suffix.length) === suffix;
  return before || after || (!prefix && !suffix);
}

function anchor({ quote, prefix, suffix, page, offset }) {
  const [exact, before, after] = [quote, prefix, suffix].map((each) => strip(each).bare);
  const order = [...pages.keys()];
  if (page !== null) order.sort((a, b) => Math.abs(a - page) - Math.abs(b - page));
  let best = null;
  for (const number of order) {
    const { bare, kept } = pages[number];
    let hint = null;
    if (page !== null) {
      hint = number < page ? bare.length : number > page ? 0 : kept.filter((at) => at < offset).length;
    }
    const match = exact && matchQuote(bare, exact, { prefix: before, suffix: after, hint });
    if (!match || (best && match.score <= best.score)) continue;
    best = { page: number, start: kept[match.start], end: kept[match.end - 1] + 1, score: match.score };
    if (isSettled(match, bare, exact, before, after)) break;
  }
  return best ?? { page: null };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.pages) {
    pages = asked.pages.map(strip);
    console.log("{}");
    continue;
  }
  const began = performance.now();
  const found = anchor(asked);
  console.log(JSON.stringify({ ...found, ms: performance.now() - began }));
}
