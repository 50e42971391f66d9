// Cards beside a mark that show its links; overlapping marks are shown together.

import { say } from "../toast.js";
import { bringIntoView, floatBeside } from "./floating.js";

export class Cards {
  constructor(box, sheets) {
    Object.assign(this, { box, sheets });
    box.addEventListener("htmx:responseError", (event) => this.#refused(event.detail.xhr));
    document.body.addEventListener("marks-changed", () => this.close());
  }

  get isOpen() {
    return !this.box.hidden;
  }

  // The marks at a point of the window; the smallest, probably the one meant, is first.
  marksAt(x, y) {
    const { sheet, x: left, y: top } = this.sheets.locate(x, y);
    const found = [...sheet.element.querySelectorAll(".mark")].filter((mark) =>
      [...mark.querySelectorAll("rect, use")].some((shape) => holds(shape.getBBox(), left, top)),
    );
    return found.sort((a, b) => area(a) - area(b));
  }

  marksOf(passage) {
    return [...this.sheets.scroller.querySelectorAll(`.mark[data-passage="${passage}"]`)];
  }

  async open(marks) {
    const numbers = [...new Set(marks.map((mark) => mark.dataset.passage))];
    const also = numbers.slice(1).map((number) => `with=${number}`).join("&");
    const address = `${marks[0].getAttribute("href")}?${also}`;
    await htmx.ajax("GET", address, { target: this.box, swap: "innerHTML", source: this.box });
    if (!this.box.querySelector(".card-of-mark")) return;
    this.from = marks[0];
    this.box.hidden = false;
    this.#show(numbers);
    const boxes = boxesOf(marks[0]);
    const placed = floatBeside(this.box, this.sheets, boxes);
    bringIntoView(this.sheets, placed, this.sheets.place(this.sheets.sheet(boxes[0].page), boxes[0].box).top);
    this.box.querySelector("a, button").focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.#show([]);
    const back = this.from?.isConnected ? this.from : this.sheets.scroller;
    back.focus({ preventScroll: true });
  }

  // Scroll to a mark and highlight it.
  reveal(passage) {
    const [mark] = this.marksOf(passage);
    if (!mark) return false;
    const [first] = boxesOf(mark);
    this.sheets.reveal(first.page, first.box);
    this.#show([String(passage)]);
    return true;
  }

  #show(numbers) {
    for (const mark of this.sheets.scroller.querySelectorAll(".mark.shown")) mark.classList.remove("shown");
    for (const number of numbers) this.marksOf(number).forEach((mark) => mark.classList.add("shown"));
  }

  #refused(answer) {
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    const said = page.querySelector("[role=alert], .lead")?.textContent.trim() ?? "That did not work.";
    const line = this.box.querySelector(".error");
    if (!line) return say(said);
    line.textContent = said;
    line.hidden = false;
    return undefined;
  }
}

export function boxesOf(mark) {
  const page = Number(mark.closest(".sheet").dataset.number);
  return [...mark.querySelectorAll("rect")].map((rect) => {
    const { x, y, width, height } = rect.getBBox();
    return { page, box: [x, y, x + width, y + height] };
  });
}

function holds({ x, y, width, height }, left, top) {
  return x - 1 <= left && left <= x + width + 1 && y - 1 <= top && top <= y + height + 1;
}

function area(mark) {
  const { width, height } = mark.getBBox();
  return width * height;
}
