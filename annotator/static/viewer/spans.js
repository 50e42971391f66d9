// The words between two offsets, on all pages whose words are loaded.

import { around, offsetInLine, partOf, pointAt } from "./words.js";

const CARET = 1.2; // points: its width
const SOFT = 1; // a hyphen that only breaks a word at a line's end

export class Spans {
  constructor() {
    this.pages = new Map(); // number -> PageWords
  }

  #ordered() {
    return [...this.pages.values()].filter((page) => page.start !== null).sort((a, b) => a.number - b.number);
  }

  pageAt(offset) {
    const pages = this.#ordered();
    return pages.find((page) => offset <= page.end) ?? pages[pages.length - 1];
  }

  // The words of a span, cut at its ends. Of several flows only the running text counts,
  // as it does when the span is marked: page furniture and footnotes are left out.
  words(start, end) {
    const touched = this.#ordered().flatMap((page) =>
      page.words
        .filter((word) => word.start < end && start < word.end)
        .map((word) => ({ ...cut(word, start, end), page: page.number })),
    );
    const wanted = Math.min(...touched.map((word) => word.flow));
    return touched.filter((word) => word.flow === wanted);
  }

  // One box per line of a span: [{page, box}].
  boxes(start, end) {
    const lines = new Map();
    for (const word of this.words(start, end)) {
      const key = `${word.page}:${word.line}`;
      lines.set(key, [...(lines.get(key) ?? []), word]);
    }
    return [...lines.values()].map((words) => ({ page: words[0].page, box: around(words) }));
  }

  // A span as one would quote it: broken words joined, single spaces.
  quote(start, end) {
    const words = this.words(start, end);
    return words.map((word, at) => shown(word, words[at + 1])).join("").replaceAll("\u00ad", "");
  }

  // The word, or the sentence, around an offset, as [start, end].
  wordAround(offset) {
    const word = this.pageAt(offset).wordAt(offset);
    return [word.start, word.end];
  }

  sentenceAround(offset) {
    const here = this.pageAt(offset).wordAt(offset);
    const words = this.#ordered().flatMap((page) => page.words.filter((word) => word.flow === here.flow));
    let first = words.findIndex((word) => word.start === here.start);
    if (first === -1) return [here.start, here.end];
    let last = first;
    while (first > 0 && !words[first - 1].endsSentence) first -= 1;
    while (last + 1 < words.length && !words[last].endsSentence) last += 1;
    return [words[first].start, words[last].end];
  }

  lineAround(offset) {
    const page = this.pageAt(offset);
    const { words } = page.lineOf(page.wordAt(offset));
    return [words[0].start, words.at(-1).end];
  }

  // Where a caret at an offset stands: {page, box}.
  caret(offset) {
    const page = this.pageAt(offset);
    if (!page) return null;
    const word = page.wordAt(offset);
    const at = word.stops[Math.min(word.size, Math.max(0, offset - word.start))];
    return { page: page.number, box: partOf(word, at - CARET / 2, at + CARET / 2) };
  }

  // Where an end of a selection is after it has moved by a letter, a word, a sentence or a
  // line, or to the edge of its line or page.
  step(offset, stream, { by, forward }) {
    const words = this.#ordered().flatMap((page) => page.words.filter((word) => word.stream === stream));
    if (by === "line") return this.#stepLine(words, offset, forward);
    if (by === "edge") return this.lineAround(offset)[forward ? 1 : 0];
    if (by === "page") return this.#stepPage(words, offset, forward);
    if (by === "sentence") return this.#stepSentence(words, offset, forward);
    const way = forward ? words : [...words].reverse();
    for (const word of way) {
      if (forward && offset < word.end) return by === "word" ? word.end : Math.max(offset, word.start) + 1;
      if (!forward && offset > word.start) return by === "word" ? word.start : Math.min(offset, word.end) - 1;
    }
    return offset;
  }

  // To the first or last word of this page, or of the next one if it is there already.
  #stepPage(words, offset, forward) {
    const here = this.pageAt(offset).number;
    const edge = (page) => {
      const there = words.filter((word) => this.pageAt(word.start).number === page);
      return there.length ? (forward ? there.at(-1).end : there[0].start) : offset;
    };
    return edge(here) === offset ? edge(here + (forward ? 1 : -1)) : edge(here);
  }

  #stepSentence(words, offset, forward) {
    const begins = words.filter((word, at) => at === 0 || words[at - 1].endsSentence).map(({ start }) => start);
    if (!forward) return begins.findLast((start) => start < offset) ?? words[0].start;
    const ends = words.filter((word, at) => word.endsSentence || at === words.length - 1).map(({ end }) => end);
    return ends.find((end) => end > offset) ?? words.at(-1).end;
  }

  #stepLine(words, offset, forward) {
    const here = words.find((word) => offset <= word.end) ?? words[words.length - 1];
    const [x, y] = pointAt(here, here.stops[Math.min(here.size, Math.max(0, offset - here.start))]);
    const at = words.indexOf(here);
    const way = forward ? words.slice(at + 1) : words.slice(0, at).reverse();
    const page = (word) => this.pageAt(word.start).number;
    const other = way.find((word) => word.line !== here.line || page(word) !== page(here));
    if (!other) return forward ? words[words.length - 1].end : words[0].start;
    const line = words.filter((word) => word.line === other.line && page(word) === page(other));
    // On the line that it moves to, the end keeps its place along the line.
    return offsetInLine({ words: line }, ...(here.turn % 2 ? [other.box[0], y] : [x, other.box[1]]));
  }
}

function cut(word, start, end) {
  const from = Math.max(0, start - word.start);
  const to = Math.min(word.size, end - word.start);
  if (from === 0 && to === word.size) return word;
  return {
    ...word,
    text: [...word.text].slice(from, to).join(""),
    box: partOf(word, word.stops[from], word.stops[to]),
    start: word.start + from,
    end: word.start + to,
    hyphen: to === word.size ? word.hyphen : 0,
  };
}

function shown(word, next) {
  if (!next) return word.text;
  if (word.hyphen === SOFT) return word.text.slice(0, -1);
  if (word.hyphen || next.start === word.end) return word.text; // a hyphen of its own, or a mark
  return `${word.text} `;
}
