// Correct the ends of a mark: its words are selected, their ends are moved by dragging,
// with Shift + arrows, or by selecting anew, and saved in place of the old ones.

import { say } from "../toast.js";

export class Ends {
  constructor({ box, selecting, spans, layers, marks, dock, saves, cards }) {
    Object.assign(this, { box, selecting, spans, layers, marks, dock, saves, cards });
    this.mark = null;
  }

  get isOpen() {
    return this.mark !== null;
  }

  async open(passage) {
    const mark = this.marks.get(passage);
    for (const page of Object.keys(mark.pages)) await this.layers.load(Number(page));
    this.cards.close();
    this.mark = mark;
    this.selecting.select(mark.start, mark.end);
    this.show();
  }

  // Show what is selected now.
  show() {
    const { start, end } = this.selecting;
    this.box.querySelector(".chosen").textContent = this.spans.quote(start, end);
    this.dock.place(this.box, []);
  }

  close() {
    this.mark = null;
    this.box.hidden = true;
    this.selecting.clear();
    this.selecting.root.focus({ preventScroll: true });
  }

  save() {
    if (!this.selecting.span) return say("Select the words first.");
    const { start, end } = this.selecting;
    const { revision } = this.selecting.root.dataset;
    const fields = Object.entries({ revision, start, end, passage: "", page: "", description: "" });
    this.saves.send(`/desk/passages/${this.mark.id}/ends`, fields, { what: "ends" });
    return this.close();
  }
}
