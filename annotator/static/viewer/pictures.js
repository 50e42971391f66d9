// The pictures of the sheets in the document, each on a canvas whose memory is given back
// when its sheet goes: a browser keeps the pixels of images long after. Pages scrolled
// past are not requested, so that the one where the reader stops is drawn at once; the
// next ones are fetched ahead.

const SETTLED = 120; // milliseconds that sheets have had their size
const AGAIN = 2000; // milliseconds after which a failed request is made again
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
    sheet.picture = document.createElement("canvas");
    sheet.picture.setAttribute("aria-hidden", "true");
    sheet.face.prepend(sheet.picture);
    this.sheets.soon(sheet, () => this.#show(sheet));
  }

  dropped(sheet) {
    sheet.asked?.abort();
    sheet.picture.width = sheet.picture.height = 0; // gives its memory back now
    sheet.picture = sheet.asked = sheet.shown = null;
  }

  // Fetch sharper pictures, once sheets have had their size for a moment.
  sized() {
    clearTimeout(this.sizing);
    this.sizing = setTimeout(() => this.sheets.live.forEach((sheet) => this.#show(sheet)), SETTLED);
  }

  // Fetch the pages that are read next, when nothing else is wanted.
  ahead() {
    const { current, direction } = this.sheets;
    for (let by = 1; by <= AHEAD; by += 1) {
      const sheet = this.sheets.sheet(current + by * direction);
      if (sheet && !sheet.shown) this.#fetchAhead(this.#addressOf(sheet));
    }
  }

  #fetchAhead(address) {
    if (this.fetched.has(address)) return;
    if (this.fetched.size > KEPT) this.fetched.clear();
    this.fetched.add(address);
    // Its body is read to its end, or it would stay in memory. A failure says nothing
    // here: the sheet asks again when it comes near.
    fetch(address, { priority: "low" })
      .then((answer) => answer.arrayBuffer())
      .catch(() => this.fetched.delete(address));
  }

  #addressOf(sheet) {
    const wanted = sheet.width * sheet.scale * devicePixelRatio;
    const width = this.widths.find((pixels) => pixels >= wanted - 1) ?? this.widths.at(-1);
    return this.address.replace("/pages/0.", `/pages/${sheet.number}.`).replace("w=0", `w=${width}`);
  }

  // The picture that is shown stays until a sharper one is there.
  async #show(sheet) {
    const address = this.#addressOf(sheet);
    const { picture } = sheet;
    if (!picture || sheet.shown === address) return;
    sheet.asked?.abort();
    sheet.asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: sheet.asked.signal });
      if (!answer.ok) throw new TypeError(`Loading the image failed with status ${answer.status}.`);
      this.#draw(sheet, picture, await createImageBitmap(await answer.blob()), address);
    } catch (error) {
      if (error.name === "AbortError" || sheet.picture !== picture) return;
      this.sheets.later(sheet, () => this.#show(sheet), AGAIN);
    }
  }

  #draw(sheet, picture, bitmap, address) {
    if (sheet.picture !== picture) return bitmap.close();
    picture.width = bitmap.width;
    picture.height = bitmap.height;
    picture.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
    sheet.shown = address;
    sheet.element.dataset.shown = address;
    return undefined;
  }
}
