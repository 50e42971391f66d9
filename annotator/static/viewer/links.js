// The links of the PDF. They are under the words: a click follows one, a drag over it
// selects what it says, and the keyboard reaches each.

const LATER = 250; // milliseconds: the pictures and words of pages near come first

export class Links {
  constructor(sheets, places) {
    Object.assign(this, { sheets, places, address: sheets.scroller.dataset.address });
    sheets.scroller.addEventListener("pointermove", (event) => this.#point(event), { passive: true });
  }

  made(sheet) {
    this.sheets.later(sheet, () => this.#fill(sheet), LATER);
  }

  async #fill(sheet) {
    sheet.links ??= await this.#load(sheet);
    if (!sheet.links || !sheet.element || sheet.element.querySelector(".pdf-links")) return;
    const list = document.createElement("div");
    list.className = "pdf-links";
    list.append(...sheet.links.map((link) => this.#made(link, sheet)));
    sheet.face.append(list);
  }

  // Follow the link at a point of the window, if there is one.
  follow(x, y) {
    const link = this.#at(x, y);
    if (link) this.#go(link);
    return Boolean(link);
  }

  async #load({ number }) {
    try {
      const answer = await fetch(`${this.address}/pages/${number}/links`);
      return answer.ok ? await answer.json() : [];
    } catch {
      return null; // the network is away: they are asked for when the page comes again
    }
  }

  #made(link, sheet) {
    const anchor = document.createElement("a");
    anchor.href = link.address ?? `#page=${link.page}`;
    anchor.setAttribute("aria-label", link.address ?? `To page ${this.sheets.sheet(link.page).label}`);
    const [x0, y0, x1, y1] = link.box;
    Object.assign(anchor.style, {
      left: `${(100 * x0) / sheet.width}%`,
      top: `${(100 * y0) / sheet.height}%`,
      width: `${(100 * (x1 - x0)) / sheet.width}%`,
      height: `${(100 * (y1 - y0)) / sheet.height}%`,
    });
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      this.#go(link);
    });
    return anchor;
  }

  #go({ address, page, top }) {
    if (address) return window.open(address, "_blank", "noopener,noreferrer");
    const share = top / this.sheets.sheet(page).height;
    return this.places.jump(() => this.sheets.goTo(page, share));
  }

  #at(clientX, clientY) {
    const { sheet, x, y } = this.sheets.locate(clientX, clientY);
    return sheet.links?.find(({ box: [x0, y0, x1, y1] }) => x0 <= x && x <= x1 && y0 <= y && y <= y1) ?? null;
  }

  #point({ clientX, clientY, buttons }) {
    if (this.waiting || buttons) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.sheets.scroller.classList.toggle("over-link", Boolean(this.#at(clientX, clientY)));
    });
  }
}
