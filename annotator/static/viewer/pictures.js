// The pictures of the sheets in the document. Pages scrolled past are not requested, so
// that the one where the reader stops is drawn at once; the next ones are fetched ahead.

const PAUSE = 60; // milliseconds that a sheet must stay near
const AHEAD = 3; // pages fetched in the direction of reading
const KEPT = 400; // addresses that are known to be in the browser's cache

export class Pictures {
  constructor(sheets) {
    this.sheets = sheets;
    this.address = sheets.scroller.dataset.picture; // of page 0, without a width
    this.widths = JSON.parse(sheets.scroller.dataset.widths);
    this.fetched = new Set();
  }

  made(sheet) {
    const picture = document.createElement("img");
    Object.assign(picture, { alt: "", decoding: "async", draggable: false });
    sheet.picture = picture;
    sheet.element.prepend(picture);
    this.#soon(sheet, Math.abs(sheet.number - this.sheets.current) < 2 ? 0 : PAUSE);
  }

  dropped(sheet) {
    clearTimeout(sheet.pictureTimer);
    sheet.picture.removeAttribute("src"); // a request that is under way is given up
    sheet.picture = null;
  }

  // Fetch sharper pictures, once sheets have had their size for a moment.
  sized() {
    clearTimeout(this.sizing);
    this.sizing = setTimeout(() => this.sheets.live.forEach((sheet) => sheet.picture && this.#show(sheet)), 2 * PAUSE);
  }

  // Fetch the pages that are read next, when nothing else is wanted.
  ahead() {
    const { current, direction } = this.sheets;
    for (let by = 1; by <= AHEAD; by += 1) {
      const sheet = this.sheets.sheet(current + by * direction);
      if (sheet && !sheet.picture?.src) this.#fetchAhead(this.#addressOf(sheet));
    }
  }

  #fetchAhead(address) {
    if (this.fetched.has(address)) return;
    if (this.fetched.size > KEPT) this.fetched.clear();
    this.fetched.add(address);
    // A failure says nothing here: the sheet asks again when it comes near.
    fetch(address, { priority: "low" }).catch(() => this.fetched.delete(address));
  }

  #soon(sheet, pause = PAUSE) {
    const act = () => (this.sheets.isFlying ? this.#soon(sheet) : this.#show(sheet));
    if (!pause && !this.sheets.isFlying) act();
    else sheet.pictureTimer = setTimeout(act, PAUSE);
  }

  #addressOf(sheet) {
    const wanted = sheet.pixels * devicePixelRatio;
    const width = this.widths.find((each) => each >= wanted - 1) ?? this.widths.at(-1);
    return this.address.replace("/pages/0.", `/pages/${sheet.number}.`).replace("w=0", `w=${width}`);
  }

  // The picture that is shown stays until a sharper one is decoded.
  async #show(sheet) {
    const address = this.#addressOf(sheet);
    const { picture } = sheet;
    if (!picture || picture.getAttribute("src") === address) return;
    if (!picture.getAttribute("src")) {
      picture.src = address;
      return;
    }
    const sharper = picture.cloneNode();
    sharper.src = address;
    await sharper.decode().catch(() => null); // the old one stays if it cannot be had
    if (sheet.picture !== picture || !sharper.naturalWidth) return;
    picture.replaceWith(sharper);
    sheet.picture = sharper;
  }
}
