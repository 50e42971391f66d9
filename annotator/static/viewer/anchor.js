// Type to anchor: show where the report says what is typed; Enter opens the same form as
// a selection with the mouse.

import { walk } from "../walking.js";

const ROOM = 24; // pixels kept free above the box at the foot of the pages

export class Anchor {
  constructor(box, { sheets, layers, drawing, spans, report }) {
    Object.assign(this, { box, sheets, layers, drawing, spans, report });
    this.onTaken = () => {}; // called with the chosen words: {start, end, sentence}
    this.input = box.querySelector("#typed");
    this.said = box.querySelector("#anchor-said");
    this.walking = walk(this.input, () => this.candidates, { at: (each) => this.show(each), stop: () => this.close() });
    box.addEventListener("htmx:afterSettle", () => this.#came());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("input", () => (this.isBehind = true));
  }

  get isOpen() {
    return !this.box.hidden;
  }

  get candidates() {
    return [...this.box.querySelectorAll(".candidate")];
  }

  open() {
    this.box.hidden = false;
    this.box.querySelector("#anchor-page").value = this.sheets.current; // places near it come first
    this.input.focus();
    this.input.select();
    if (this.chosen?.isConnected) this.show(this.chosen);
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.drawing.set("offered", []);
    this.sheets.scroller.focus({ preventScroll: true });
  }

  // Draw a candidate in its place, if it is in the open report.
  async show(candidate) {
    this.candidates.forEach((each) => each.toggleAttribute("aria-current", each === candidate));
    this.chosen = candidate;
    const { report, page, start, end } = candidate.dataset;
    if (report !== this.report) return this.drawing.set("offered", []);
    await this.layers.load(Number(page));
    if (this.chosen !== candidate || !this.isOpen) return undefined;
    const boxes = this.spans.boxes(Number(start), Number(end));
    this.drawing.set("offered", boxes);
    if (boxes.length) this.sheets.reveal(boxes[0].page, boxes[0].box, { below: this.box.offsetHeight + ROOM });
    return undefined;
  }

  #came() {
    this.isBehind = false;
    const [first] = this.candidates;
    this.chosen = null;
    this.said.textContent = first ? `${this.candidates.length} places. ${first.textContent.trim()}` : "No match.";
    if (first) this.show(first);
    else this.drawing.set("offered", []);
    if (first && this.wanted) this.#take(first, this.wanted);
    this.wanted = null;
  }

  #key(event) {
    event.stopPropagation(); // letters typed here are not keys of the viewer
    if (this.walking(event) || event.key !== "Enter") return;
    const candidate = event.target.closest(".candidate");
    if (event.target !== this.input && !candidate) return;
    event.preventDefault();
    const how = { sentence: event.shiftKey };
    // Enter waits for the list for the last input, so that no older one is marked.
    if (!candidate && this.isBehind) this.wanted = how;
    else this.#take(candidate ?? this.chosen ?? this.candidates[0], how);
  }

  #clicked(event) {
    const candidate = event.target.closest(".candidate");
    if (!candidate || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#take(candidate, { sentence: event.shiftKey });
  }

  async #take(candidate, { sentence }) {
    if (!candidate) return;
    const { report, page, start, end } = candidate.dataset;
    if (report !== this.report) return location.assign(candidate.href);
    await this.layers.load(Number(page));
    this.close();
    this.onTaken({ start: Number(start), end: Number(end), sentence });
  }
}
