// Notes beside the pages: what each mark says of its claims, level with its first line.
// Where several would overlap, those further down are moved down.

import { shapeOf } from "./stances.js";

const WIDE = 232; // pixels: a note with the space around it
const PAGE = 896; // pixels: notes are shown by themselves only where a page keeps this width
const LEAST = 420; // pixels: and if they are asked for, where it keeps this one
const ROOM = 6; // pixels between notes
const MARGINS = 32; // pixels at the sides of a page

export class Margin {
  constructor(sheets, marks) {
    Object.assign(this, { sheets, marks });
    this.wanted = "off";
    this.box = document.createElement("div");
    this.box.className = "margin-notes";
    sheets.frame.append(this.box);
    this.onChosen = () => {}; // called with a passage
    this.box.addEventListener("click", (event) => {
      const note = event.target.closest("[data-passage]");
      if (note) this.onChosen(Number(note.dataset.passage));
    });
  }

  get isShown() {
    return this.sheets.layout.aside > 0;
  }

  show(wanted) {
    this.wanted = wanted;
    this.fit();
  }

  // Keep room for the notes if they are wanted and the window is wide enough.
  fit() {
    const left = this.sheets.scroller.clientWidth - WIDE - MARGINS;
    const least = { auto: PAGE * this.sheets.layout.columns, on: LEAST, off: Infinity }[this.wanted];
    this.sheets.setAside(left >= least ? WIDE : 0);
    this.draw();
  }

  // Draw the notes of the sheets that are in the document, once for all changes of a frame.
  draw() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.#draw();
    });
  }

  #draw() {
    const focused = this.box.contains(document.activeElement) && document.activeElement.dataset.passage;
    if (!this.isShown) return this.box.replaceChildren();
    const { layout } = this.sheets;
    const notes = this.sheets.live.flatMap((sheet) => {
      const begins = (mark) => Number(Object.keys(mark.pages)[0]) === sheet.number;
      const noted = this.marks.on(sheet.number).filter((mark) => begins(mark) && mark.links.length);
      return noted.map((mark) => ({ mark, top: layout.place(sheet, mark.pages[sheet.number][0]).top }));
    });
    notes.sort((a, b) => a.top - b.top);
    this.box.replaceChildren(...notes.map(({ mark }) => noteOf(mark)));
    this.box.style.left = `${layout.width - layout.aside}px`;
    const tall = [...this.box.children].map((note) => note.offsetHeight); // measured together
    let free = 0;
    notes.forEach(({ top }, at) => {
      const down = Math.max(free, top - 4);
      this.box.children[at].style.top = `${down}px`;
      free = down + tall[at] + ROOM;
    });
    if (focused) this.box.querySelector(`[data-passage="${focused}"]`)?.focus({ preventScroll: true });
    return undefined;
  }
}

function noteOf({ id, links }) {
  const note = document.createElement("button");
  note.type = "button";
  note.className = "margin-note";
  note.dataset.passage = id;
  for (const { stance, text, note: words } of links) {
    const line = document.createElement("span");
    line.className = `link ${stance}`;
    const claim = document.createElement("span");
    claim.className = "claim";
    claim.textContent = `${shapeOf(stance)} ${text}`;
    line.append(claim);
    if (words) line.append(document.createElement("br"), words);
    note.append(line);
  }
  return note;
}
