// Draw marks on their sheets: a tint over the words, a line in the pattern of each stance
// under them, and the stance's shape beside the line that the mark begins in.

import { rectangle } from "./drawing.js";

const SVG = "http://www.w3.org/2000/svg";
const SHAPE = 9; // points: the side of a stance's shape
// From the upper left corner of the shape; every step is relative.
const OUTLINES = {
  supports: "m4.5.7 4.2 7.6h-8.4z",
  undercuts: "m4.5 8.3-4.2-7.6h8.4z",
  qualifies: "m4.5.2 4.3 4.3-4.3 4.3-4.3-4.3z",
  context: "m.6 4.5a3.9 3.9 0 0 1 7.8 0 3.9 3.9 0 0 1-7.8 0z",
};
const ROOM = 2; // points between a shape and the line
const PATTERN = 2; // points between the lines of several stances
const AFTER_WORDS = 50; // milliseconds: the picture and the words of a page come first
const LONG = 200; // characters of a quote that a screen reader is told

export class MarkShapes {
  constructor(sheets, marks, spans) {
    Object.assign(this, { sheets, marks, spans });
    this.shown = new Set(); // passages whose card is open
    this.hit = JSON.parse(sheets.scroller.dataset.hit ?? "{}"); // what a search led to
  }

  redraw(pages) {
    pages.forEach((page) => this.draw(this.sheets.sheet(page)));
  }

  made(sheet) {
    sheet.marks = make("svg", { class: "marks", viewBox: `0 0 ${sheet.width} ${sheet.height}`, preserveAspectRatio: "none" });
    sheet.face.append(sheet.marks);
    this.draw(sheet);
    this.sheets.later(sheet, () => this.marks.near(sheet.number), AFTER_WORDS);
  }

  dropped(sheet) {
    sheet.marks = null;
  }

  draw(sheet) {
    if (!sheet?.marks) return;
    const focused = sheet.marks.contains(document.activeElement) && document.activeElement.dataset.passage;
    this.taken = new Map(); // line -> shapes that stand before it
    const hit = this.hit[sheet.number];
    const cameFor = hit ? [make("path", { class: "came-for", d: hit.map(rectangle).join("") })] : [];
    sheet.marks.replaceChildren(...cameFor, ...this.marks.on(sheet.number).map((mark) => this.#mark(mark, sheet)));
    if (focused) this.find(focused, sheet)?.focus({ preventScroll: true });
  }

  find(passage, sheet) {
    return sheet.marks?.querySelector(`[data-passage="${passage}"]`) ?? null;
  }

  // Show which marks the open card is about.
  show(passages) {
    const changed = [...this.shown, ...passages];
    this.shown = new Set(passages.map(String));
    for (const { marks } of this.sheets.live) {
      for (const id of changed) {
        marks?.querySelector(`[data-passage="${id}"]`)?.classList.toggle("shown", this.shown.has(String(id)));
      }
    }
  }

  #mark(mark, sheet) {
    const stances = [...new Set(mark.links.map(({ stance }) => stance))];
    const kind = stances[0] ?? "unlinked";
    const isFirst = Number(Object.keys(mark.pages)[0]) === sheet.number;
    const said = `${stances.join(", ") || "not linked"}${mark.pending ? ", being saved" : ""}: ${mark.words.slice(0, LONG)}`;
    const link = make("a", {
      class: `mark ${mark.kind} ${kind}${mark.pending ? " pending" : ""}${this.shown.has(String(mark.id)) ? " shown" : ""}`,
      href: `/desk/passages/${mark.id}`,
      "data-passage": mark.id,
      "aria-label": said[0].toUpperCase() + said.slice(1),
      ...(isFirst ? { id: `passage-${mark.id}` } : {}),
    });
    const boxes = mark.pages[sheet.number];
    link.append(make("path", { class: "tint", d: boxes.map(rectangle).join("") }));
    if (mark.kind === "quote") {
      const rules = (at) => boxes.map(([x0, , x1, y1]) => `M${x0} ${y1 + PATTERN * at}H${x1}`).join("");
      link.append(...stances.map((stance, at) => make("path", { class: `rule ${stance}`, d: rules(at) })));
    }
    if (isFirst) link.append(...this.#shapes(boxes[0], stances, sheet));
    return link;
  }

  // The shapes stand before the whole line, where no letter is; where the column before
  // is too near, in the margin of the page.
  #shapes([x0, y0, , y1], stances, sheet) {
    const lines = (this.spans.pages.get(sheet.number)?.lines ?? []).filter(({ turn }) => turn % 2 === 0);
    const middle = (y0 + Math.min(y1, y0 + 16)) / 2;
    const beside = lines.filter(({ box }) => box[1] - SHAPE / 2 < middle && middle < box[3] + SHAPE / 2);
    const own = beside.filter(({ box }) => box[0] <= x0 + 1 && x0 < box[2]);
    const begins = Math.min(x0, ...own.map(({ box }) => box[0]));
    const room = (SHAPE + ROOM) * stances.length;
    const isTight = beside.some(({ box }) => box[0] < begins && begins - room < box[2]);
    const left = isTight ? Math.min(...lines.map(({ box }) => box[0])) : begins;
    const line = `${Math.round(left)} ${Math.round(middle / SHAPE)}`;
    const before = this.taken.get(line) ?? 0;
    this.taken.set(line, before + stances.length);
    return stances.map((stance, at) => {
      const x = Math.max(1, left - (SHAPE + ROOM) * (before + at + 1));
      return make("path", { class: `sign ${stance}`, d: `M${x} ${middle - SHAPE / 2}${OUTLINES[stance]}` });
    });
  }
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
