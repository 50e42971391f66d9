// What comes back when something was saved: marks are drawn anew, and a message offers to
// undo it. Undo and redo are the server's, so that they reach back to other days.

const SHOWN = 20_000; // milliseconds for which a message stays

export class Acts {
  constructor({ sheets, saves, marks, cards, capture }) {
    Object.assign(this, { saves, marks, cards, capture });
    this.address = `/desk/reports/${sheets.scroller.dataset.report}`;
    this.revision = sheets.scroller.dataset.revision;
    saves.onSaved = (save, answer) => this.#saved(save, answer);
    saves.onRefused = (save, html, status) => this.#refused(save, html, status);
    document.querySelector("#toasts").addEventListener("click", (event) => {
      const button = event.target.closest("[data-turn]");
      if (button) this.turn(button.dataset.turn);
    });
  }

  // "undo" what this person did last in the report, or "redo" it.
  turn(which) {
    this.saves.send(`${this.address}/${which}`, [], { what: which });
  }

  async #saved(save, answer) {
    const { about } = save;
    if (about.drawn && !about.drawn.before) this.marks.drop(about.drawn.id);
    if (answer.revision === this.revision) this.marks.apply(answer);
    if (about.what === "capture") await this.capture.saved(about.place);
    if (answer.known) this.cards.open([answer.passage]);
    else this.cards.refresh((answer.marks ?? []).map(({ id }) => id));
    this.#tell(answer, about);
  }

  #refused(save, html, status) {
    const { about } = save;
    if (about.drawn?.before) this.marks.apply({ marks: [about.drawn.before] });
    else if (about.drawn) this.marks.drop(about.drawn.id);
    const isForm = status === 422 && html.includes("<form");
    if (isForm && about.what === "capture") return this.capture.again(about.place, html);
    if (isForm && about.link) return this.cards.again(about.link, html);
    return this.#say(problem(html), "", { isError: true });
  }

  #tell({ said, passage, known }, { what }) {
    const turn = { undo: "redo", redo: "undo" }[what] ?? "undo";
    this.#say(said, known ? "" : turn, { passage: what === "capture" && !known ? passage : null });
  }

  #say(said, turn, { passage = null, isError = false } = {}) {
    const toast = document.createElement("div");
    toast.className = `toast${isError ? " bad" : ""}`;
    toast.setAttribute("role", isError ? "alert" : "status");
    toast.append(said);
    if (turn) toast.append(button(turn));
    if (passage) toast.append(compared(passage));
    const toasts = document.querySelector("#toasts");
    toasts.replaceChildren(toast);
    htmx.process(toast);
    clearTimeout(this.timer);
    const clear = () => toasts.matches(":hover, :focus-within") || toasts.replaceChildren();
    if (!isError) this.timer = setTimeout(clear, SHOWN);
  }
}

function button(turn) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: turn === "undo" ? "Undo" : "Redo" });
  made.dataset.turn = turn;
  return made;
}

// Whether the page shows the words that were marked, as soon as it is known.
function compared(passage) {
  const made = document.createElement("div");
  made.setAttribute("hx-get", `/desk/passages/${passage}/picture`);
  made.setAttribute("hx-trigger", "load");
  return made;
}

function problem(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("[role=alert], .lead")?.textContent.trim() || "Something went wrong.";
}
