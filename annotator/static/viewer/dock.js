// Where the form and the card are: over the panel, where they cover no line of the report,
// or at the foot of a window that is too narrow or has its panel closed.

const ROOM = 24; // pixels between the passage and what is at the foot

export class Dock {
  constructor(sheets, panel) {
    Object.assign(this, { sheets, panel });
  }

  // Put a box there, and keep its subject and the lines after it in view.
  place(box, subject) {
    box.hidden = false;
    const beside = !this.panel.isDrawer && this.panel.isShown;
    box.classList.toggle("docked", beside);
    const [first] = subject;
    if (!first) return;
    const below = beside ? 60 : box.offsetHeight + ROOM;
    this.sheets.reveal(first.page, first.box, { below });
  }
}
