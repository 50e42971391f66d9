// How pages are shown: one or two in a row, on white, sepia or dark paper, with notes
// beside them. A person's choice is kept in this browser, and is there before the first page.

const CHOICES = ["columns", "tone", "notes"];

export class View {
  constructor(menu, sheets, person) {
    Object.assign(this, { menu, sheets, key: `view ${person}` });
    this.onNotes = () => {}; // called with "auto", "on" or "off"
    const kept = this.#kept();
    for (const name of CHOICES) (this.#radio(name, kept[name]) ?? {}).checked = true;
    menu.addEventListener("change", (event) => this.#chosen(event.target.name.replace("view-", "")));
  }

  // Apply what was kept; the pages are not laid out yet.
  begin() {
    this.sheets.layout.columns = Number(this.value("columns"));
    this.#paint();
    this.onNotes(this.value("notes"));
  }

  value(name) {
    return this.menu.querySelector(`[name=view-${name}]:checked`).value;
  }

  // Choose, as with the menu.
  choose(name, value) {
    this.#radio(name, value).checked = true;
    this.#chosen(name);
  }

  #radio(name, value) {
    return [...this.menu.querySelectorAll(`[name=view-${name}]`)].find((radio) => radio.value === value);
  }

  #chosen(name) {
    if (name === "columns") this.sheets.setColumns(Number(this.value("columns")));
    if (name === "tone") this.#paint();
    if (name === "notes") this.onNotes(this.value("notes"));
    try {
      localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(CHOICES.map((choice) => [choice, this.value(choice)]))));
    } catch {
      // Storage is full or switched off: the choice lasts as long as the page.
    }
  }

  #paint() {
    this.sheets.scroller.dataset.tone = this.value("tone");
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {}; // storage is switched off, or holds something else
    }
  }
}
