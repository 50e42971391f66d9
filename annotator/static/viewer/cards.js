// Cards of marks: what they are linked to, and what may be done; overlapping marks are
// shown together.

import { say } from "../toast.js";

export class Cards {
  constructor(box, { sheets, dock, marks, shapes, saves }) {
    Object.assign(this, { box, sheets, dock, marks, shapes, saves });
    this.numbers = [];
    box.addEventListener("submit", (event) => this.#submit(event));
    box.addEventListener("htmx:responseError", () => say("The passage cannot be shown now. Try again."));
  }

  get isOpen() {
    return !this.box.hidden;
  }

  // The passages at a point of the window; the smallest, probably the one meant, is first.
  at(x, y) {
    const { sheet, x: left, y: top } = this.sheets.locate(x, y);
    const boxes = (mark) => mark.pages[sheet.number];
    const found = this.marks.on(sheet.number).filter((mark) => !mark.pending && boxes(mark).some((box) => holds(box, left, top)));
    const shaped = document.elementsFromPoint(x, y).map((each) => each.closest?.(".mark")?.dataset.passage);
    const beside = shaped.map((id) => this.marks.get(id)).filter((mark) => mark && !mark.pending && !found.includes(mark));
    return [...found, ...beside].sort((a, b) => area(boxes(a)) - area(boxes(b))).map(({ id }) => id);
  }

  async open(numbers) {
    const [first, ...others] = numbers.map(Number);
    const also = others.map((number) => `with=${number}`).join("&");
    this.asked = first;
    await htmx.ajax("GET", `/desk/passages/${first}?${also}`, { target: this.box, swap: "innerHTML", source: this.box });
    if (this.asked !== first || !this.box.querySelector(".card-of-mark")) return;
    this.numbers = [first, ...others];
    this.shapes.show(this.numbers);
    this.dock.place(this.box, this.boxesOf(first));
    this.box.querySelector(".card-of-mark").focus({ preventScroll: true });
  }

  // Show again what has changed while the card is open.
  refresh(numbers) {
    if (this.isOpen && this.numbers.some((number) => numbers.includes(number))) this.open(this.numbers);
  }

  close() {
    this.asked = null; // a card that is still on its way is not shown
    if (!this.isOpen) return;
    this.box.hidden = true;
    const [first] = this.numbers;
    this.numbers = [];
    this.shapes.show([]);
    const mark = document.querySelector(`#sheets .mark[data-passage="${first}"]`);
    (mark ?? this.sheets.scroller).focus({ preventScroll: true });
  }

  // The lines of a passage: [{page, box}].
  boxesOf(passage) {
    const pages = Object.entries(this.marks.get(passage)?.pages ?? {});
    return pages.flatMap(([page, boxes]) => boxes.map((box) => ({ page: Number(page), box })));
  }

  // A link's form has come back with what is wrong in it.
  again(link, html) {
    const place = this.box.querySelector(`[data-link="${link}"]`);
    if (!place) return say("The link could not be changed. Open it again.");
    place.innerHTML = html;
    htmx.process(place);
    place.querySelector("[role=alert], select, textarea")?.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  #submit(event) {
    const { target: form, submitter } = event;
    if (form.method !== "post") return;
    event.preventDefault();
    const about = { what: "card", link: form.closest("[data-link]")?.dataset.link ?? null };
    this.saves.send(form.getAttribute("action"), [...new FormData(form, submitter)], about);
    if (!form.matches(".link-form")) this.close();
  }
}

function holds([x0, y0, x1, y1], left, top) {
  return x0 - 1 <= left && left <= x1 + 1 && y0 - 1 <= top && top <= y1 + 1;
}

function area(boxes = []) {
  return boxes.reduce((sum, [x0, y0, x1, y1]) => sum + (x1 - x0) * (y1 - y0), 0);
}
