// Selecting words over lines, columns and pages.
//
// A drag is followed by geometry and not by the browser, which would jump to the end of a
// page whenever the pointer is between two words. The native selection is then set to the
// words found, so that copying and screen readers see what is selected.

export class Selection {
  constructor(pages, onSelected) {
    this.pages = pages;
    this.onSelected = onSelected;
    this.anchor = null;
    pages.root.addEventListener("pointerdown", (event) => this.#down(event));
    document.addEventListener("pointermove", (event) => this.#move(event));
    document.addEventListener("pointerup", () => this.#up());
  }

  // Open the form for whatever is selected, by mouse, touch or keyboard.
  mark() {
    const span = this.#span();
    if (span) this.onSelected(span);
  }

  #down(event) {
    const onMark = event.target.closest("a[data-passage]");
    if (event.button !== 0 || event.pointerType === "touch" || onMark) return;
    if (this.pages.root.classList.contains("choosing")) return;
    const place = this.#place(event);
    if (!place) return;
    event.preventDefault();
    this.moved = false;
    if (event.detail === 2) return this.#select(wordAt(place));
    if (event.detail >= 3) return this.#select(this.#lineAt(place));
    if (event.shiftKey && this.anchor) return this.#extend(place);
    this.anchor = place;
    this.dragging = true;
    getSelection().removeAllRanges();
  }

  #move(event) {
    if (!this.dragging) return;
    const place = this.#place(event);
    if (place) this.#extend(place);
    if (event.clientY < 60) scrollBy(0, -18);
    if (event.clientY > innerHeight - 40) scrollBy(0, 18);
  }

  #up() {
    const wasDragging = this.dragging;
    this.dragging = false;
    if (wasDragging && this.moved) this.mark();
    else if (this.chosen) this.mark();
    this.chosen = false;
  }

  #extend(place) {
    this.moved = true;
    set(this.anchor, place);
  }

  #select([from, to]) {
    this.anchor = from;
    set(from, to);
    this.chosen = true;
  }

  // The character nearest to the pointer: the nearest line, then the word, then the letter.
  #place(event) {
    const at = this.pages.locate(event.clientX, event.clientY);
    const words = at && this.pages.words.get(at.number);
    if (!words?.length) return null;
    const word = nearest(words, at);
    const share = (at.x - word.x0) / (word.x1 - word.x0 || 1);
    const letters = [...word.text];
    const count = Math.min(letters.length, Math.max(0, Math.round(share * letters.length)));
    return { word, units: letters.slice(0, count).join("").length };
  }

  #lineAt({ word }) {
    const line = this.pages.words.get(word.page).filter((each) => each.line === word.line);
    const last = line[line.length - 1];
    return [{ word: line[0], units: 0 }, { word: last, units: last.text.length }];
  }

  // What is selected, in code points of the canonical text, with its boxes and its end.
  #span() {
    const selected = getSelection();
    if (!selected.rangeCount || selected.isCollapsed) return null;
    const range = selected.getRangeAt(0);
    const words = [...this.pages.words.values()].flat().filter((word) => range.intersectsNode(word.el));
    words.sort((a, b) => a.start - b.start);
    const parts = words.map((word) => cut(word, range)).filter((part) => part.from < part.to);
    if (!parts.length) return null;
    const last = parts[parts.length - 1];
    return {
      start: parts[0].word.start + parts[0].from,
      end: last.word.start + last.to,
      boxes: lines(parts),
      rect: last.word.el.getBoundingClientRect(),
    };
  }
}

function nearest(words, { x, y }) {
  const away = (word) =>
    Math.hypot(Math.max(word.x0 - x, 0, x - word.x1), 4 * Math.max(word.y0 - y, 0, y - word.y1));
  return words.reduce((best, word) => (away(word) < away(best) ? word : best));
}

function wordAt({ word }) {
  return [{ word, units: 0 }, { word, units: word.text.length }];
}

function set(from, to) {
  getSelection().setBaseAndExtent(from.word.el.firstChild, from.units, to.word.el.firstChild, to.units);
}

// The part of a word that a range covers, in code points: the browser counts UTF-16 units.
function cut(word, range) {
  const node = word.el.firstChild;
  const units = word.text.length;
  const from = range.startContainer === node ? Math.min(range.startOffset, units) : 0;
  const to = range.endContainer === node ? Math.min(range.endOffset, units) : units;
  return { word, from: [...word.text.slice(0, from)].length, to: [...word.text.slice(0, to)].length };
}

// One box for each line that is touched: [page, [x0, y0, x1, y1]].
function lines(parts) {
  const boxes = new Map();
  for (const { word, from, to } of parts) {
    const step = (word.x1 - word.x0) / [...word.text].length;
    const part = [word.x0 + from * step, word.y0, word.x0 + to * step, word.y1];
    const key = `${word.page}:${word.line}`;
    const box = boxes.get(key)?.[1] ?? part;
    boxes.set(key, [
      word.page,
      [Math.min(box[0], part[0]), Math.min(box[1], part[1]), Math.max(box[2], part[2]), Math.max(box[3], part[3])],
    ]);
  }
  return [...boxes.values()];
}
