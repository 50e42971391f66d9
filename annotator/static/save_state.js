// What a form says of itself: beside its button whether it is saved, and at its head that
// what was typed earlier was put into it.

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

const isToday = (moment) => moment.toDateString() === new Date().toDateString();
const clock = (moment) => `${CLOCK.format(moment)}${isToday(moment) ? "" : ` on ${DAY.format(moment)}`}`;

function line(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  return made;
}

function button(label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "plain", textContent: label });
  made.addEventListener("click", act);
  return made;
}

export class SaveState {
  constructor(form, { retry }) {
    this.form = form;
    this.text = line("span", "save-state small quiet");
    this.again = button("Try again", retry);
    this.again.hidden = true;
    [...form.querySelectorAll("[type=submit]")].at(-1)?.after(this.text, this.again);
  }

  nothing() {
    this.#say("");
  }

  typed({ isKept }) {
    this.#say(this.#unsaved(isKept));
  }

  saving() {
    this.#say("Saving …");
  }

  saved(moment) {
    this.#say(`Saved at ${clock(moment)}`);
  }

  failed(problem, { isKept }) {
    this.#say(`${this.#unsaved(isKept)}. ${problem}`, { again: true });
  }

  // Say at the head of the form that what was typed at a moment stands in it again.
  restored(moment, { discard, undo }) {
    const words = `Restored what you typed at ${clock(moment)}.`;
    const head = document.createElement("p");
    const said = line("span", "");
    head.className = "draft-line small quiet";
    let isDiscarded = false;
    const act = button("Discard", () => {
      isDiscarded = !isDiscarded;
      act.textContent = isDiscarded ? "Undo" : "Discard";
      said.textContent = isDiscarded ? "Discarded." : words;
      if (isDiscarded) discard();
      else undo();
    });
    head.append(said, act);
    this.form.prepend(head);
    said.textContent = words; // a live region tells what is put into it
  }

  #unsaved(isKept) {
    return isKept ? "Not saved (kept on this computer)" : "Not saved, and not kept on this computer";
  }

  #say(words, { again = false } = {}) {
    if (this.text.textContent !== words) this.text.textContent = words;
    this.again.hidden = !again;
  }
}
