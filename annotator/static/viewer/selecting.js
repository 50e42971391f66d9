// Select words across lines, columns and pages.
//
// With a mouse the selection is computed from geometry, because the browser's jumps to
// the end of a page whenever the pointer is between two words. With touch, a keyboard or
// a screen reader it is the browser's own. Both become two offsets, which are drawn here.

import { selectedNatively, selectNatively } from "./native.js";

const EDGE = 48; // pixels: a drag this near the window's edge scrolls
const SPEED = 0.35; // share of the distance beyond that line, scrolled in each frame
const SLIP = 4; // pixels: a shorter drag is a click
const ECHO = 100; // milliseconds in which a selection change was caused by this script

export class Selecting {
  constructor(sheets, spans, drawing) {
    Object.assign(this, { sheets, spans, drawing });
    this.setAt = -ECHO;
    this.span = null; // {anchor: [start, end], focus: [start, end], stream}
    this.onSelected = () => {}; // called when a selection is finished
    this.onChanged = () => {}; // called when it changes or ends
    this.onClicked = () => {}; // called for a click that selects nothing
    this.isOff = () => false; // true while a figure is being marked
    this.root = sheets.scroller;
    this.root.addEventListener("pointerdown", (event) => (this.pointer = event.pointerType));
    this.root.addEventListener("mousedown", (event) => this.#down(event));
    document.addEventListener("mousemove", (event) => this.drag && this.#move(event));
    document.addEventListener("mouseup", (event) => this.drag && this.#up(event));
    document.addEventListener("selectionchange", () => this.#nativeChanged());
    document.addEventListener("copy", (event) => this.#copy(event));
  }

  get start() {
    return Math.min(this.span.anchor[0], this.span.focus[0]);
  }

  get end() {
    return Math.max(this.span.anchor[1], this.span.focus[1]);
  }

  // The end that stays, and the one that moves.
  get ends() {
    const { anchor, focus } = this.span;
    const backward = focus[0] < anchor[0];
    return backward ? { fixed: anchor[1], moving: focus[0] } : { fixed: anchor[0], moving: focus[1] };
  }

  get isCollapsed() {
    return this.span !== null && this.start === this.end;
  }

  // Whether a page contains a part of the selection.
  touches(number) {
    const page = this.spans.pages.get(number);
    return Boolean(this.span && page && page.start !== null && page.start <= this.end && this.start <= page.end);
  }

  select(start, end, stream = null) {
    this.put({ fixed: start, moving: end }, stream ?? this.spans.pageAt(start).wordAt(start).stream);
  }

  clear() {
    if (!this.span) return;
    this.span = null;
    this.drawing.set("selected", []);
    if (selectedNatively(this.root)) getSelection().removeAllRanges();
    this.onChanged();
  }

  // The selection extended to whole sentences.
  sentence() {
    if (!this.span) return;
    const [start] = this.spans.sentenceAround(this.start);
    const [, end] = this.spans.sentenceAround(this.end - 1);
    this.select(start, end, this.span.stream);
  }

  // Select up to an end that moves; if both ends are one offset, it is a caret.
  put({ fixed, moving }, stream) {
    this.#set({ anchor: [fixed, fixed], focus: [moving, moving], stream });
  }

  #set(span) {
    this.span = span;
    this.drawing.set("selected", this.spans.boxes(this.start, this.end));
    const backward = span.focus[0] < span.anchor[0];
    const [anchor, focus] = backward ? [this.end, this.start] : [this.start, this.end];
    this.setAt = performance.now();
    selectNatively(this.sheets, this.spans, anchor, focus);
    this.onChanged();
  }

  #at(event) {
    const { sheet, x, y } = this.sheets.locate(event.clientX, event.clientY);
    return this.spans.pages.get(sheet.number)?.nearest(x, y, this.drag?.stream) ?? null;
  }

  #down(event) {
    if (event.button !== 0 || this.pointer === "touch" || this.isOff()) return;
    if (event.target.closest(".popover, .banner") || this.#onScrollbar(event)) return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
    const unit = { 2: "word", 3: "sentence" }[Math.min(3, event.detail)] ?? "letter";
    this.drag = { x: event.clientX, y: event.clientY, unit, stream: null, moved: unit !== "letter" };
    const at = this.#at(event);
    if (!at) return;
    this.drag.stream = at.stream;
    if (event.shiftKey && this.span) {
      this.drag.anchor = this.span.anchor;
      this.drag.moved = true;
    } else {
      this.drag.anchor = this.#unit(at.offset);
    }
    if (this.drag.moved) this.#to(at.offset);
  }

  #onScrollbar({ clientX, clientY }) {
    const frame = this.root.getBoundingClientRect();
    return clientX > frame.left + this.root.clientWidth || clientY > frame.top + this.root.clientHeight;
  }

  #move(event) {
    this.last = event;
    const { x, y } = this.drag;
    if (!this.drag.moved && Math.hypot(event.clientX - x, event.clientY - y) < SLIP) return;
    if (!this.drag.moved) this.root.classList.add("dragging");
    this.drag.moved = true;
    this.#follow();
    if (!this.scrolling) this.#scroll();
  }

  #follow() {
    const at = this.#at(this.last);
    if (!at) return;
    if (!this.drag.anchor) {
      this.drag.stream = at.stream;
      this.drag.anchor = this.#unit(at.offset);
    }
    this.#to(at.offset);
  }

  #to(offset) {
    this.#set({ anchor: this.drag.anchor, focus: this.#unit(offset), stream: this.drag.stream });
  }

  #unit(offset) {
    if (this.drag.unit === "word") return this.spans.wordAround(offset);
    if (this.drag.unit === "sentence") return this.spans.sentenceAround(offset);
    return [offset, offset];
  }

  // Scroll while a drag is beyond the window's edge, faster with the distance.
  #scroll() {
    const frame = this.root.getBoundingClientRect();
    const below = this.last.clientY - (frame.bottom - EDGE);
    const above = frame.top + EDGE - this.last.clientY;
    const by = below > 0 ? below : above > 0 ? -above : 0;
    this.scrolling = this.drag && by ? requestAnimationFrame(() => this.#scroll()) : null;
    if (!this.scrolling) return;
    this.root.scrollTop += by * SPEED;
    this.#follow();
  }

  #up(event) {
    const { moved } = this.drag;
    this.drag = null;
    this.root.classList.remove("dragging");
    if (moved && this.span && this.start < this.end) return this.onSelected();
    this.clear();
    this.onClicked(event);
  }

  #nativeChanged() {
    if (this.drag || performance.now() - this.setAt < ECHO) return;
    const selected = selectedNatively(this.root);
    if (!selected) return;
    const [anchor, focus] = selected;
    if (this.span && this.start === Math.min(anchor, focus) && this.end === Math.max(anchor, focus)) return;
    const { stream } = this.spans.pageAt(anchor).wordAt(anchor);
    this.span = { anchor: [anchor, anchor], focus: [focus, focus], stream };
    this.drawing.set("selected", this.spans.boxes(this.start, this.end));
    this.onChanged({ native: true, touch: this.pointer === "touch" });
  }

  // Copy the words as running text, without line breaks and page furniture.
  #copy(event) {
    if (!this.span || !selectedNatively(this.root)) return;
    event.clipboardData.setData("text/plain", this.spans.quote(this.start, this.end));
    event.preventDefault();
  }
}
