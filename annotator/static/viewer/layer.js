// Real text over the pictures of pages near the window, so that it can be selected,
// copied, found and read aloud.

import { runsOf } from "./runs.js";
import { PageWords } from "./words.js";

const AGAIN = 2000; // milliseconds after which a failed request is made again
const KEPT = 24; // pages whose words are kept when they are not shown
const DENSITY = 4; // pixels per point inside a layer, above every minimum font size
const TOGETHER = { item: ["list", "listitem"], row: ["table", "row"] };

export class TextLayers {
  constructor(sheets, spans) {
    this.sheets = sheets;
    this.spans = spans;
    this.onChange = () => {}; // called when the words of a sheet have come
    this.loading = new Map(); // page number -> promise of its words
    this.address = sheets.scroller.dataset.words;
  }

  made(sheet) {
    const known = this.spans.pages.get(sheet.number);
    if (known) this.#lay(sheet, known);
    else this.sheets.soon(sheet, () => this.#fetch(sheet));
  }

  dropped(sheet) {
    sheet.layer = sheet.live = null;
    this.#forget();
  }

  // Fit the layers to the size of their sheets.
  sized() {
    this.sheets.live.forEach((sheet) => sheet.layer && this.#fit(sheet));
  }

  // Wait for the words of a page, in order to select a hit there.
  async load(number) {
    const sheet = this.sheets.sheet(number);
    for (let tries = 3; tries && !this.spans.pages.has(number); tries -= 1) await this.#fetch(sheet);
    return sheet;
  }

  #fetch(sheet) {
    const { number } = sheet;
    if (!this.loading.has(number)) {
      const asked = this.#ask(sheet).finally(() => this.loading.delete(number));
      this.loading.set(number, asked);
    }
    return this.loading.get(number);
  }

  async #ask(sheet) {
    try {
      const answer = await fetch(this.address.replace("/pages/0/", `/pages/${sheet.number}/`));
      if (answer.redirected) document.body.dispatchEvent(new CustomEvent("session-ended"));
      else if (answer.ok) this.#came(sheet, new PageWords(sheet.number, await answer.json()));
    } catch {
      // The network is away; the page asks again while it is shown.
      if (sheet.element) this.sheets.later(sheet, () => this.#fetch(sheet), AGAIN);
    }
  }

  #came(sheet, page) {
    this.spans.pages.set(sheet.number, page);
    if (sheet.element && !sheet.layer) this.#lay(sheet, page);
    else this.onChange(sheet);
  }

  // Keep the words of pages shown lately: what is selected may begin there.
  #forget() {
    for (const number of this.spans.pages.keys()) {
      if (this.spans.pages.size <= KEPT) return;
      if (!this.sheets.sheet(number).element) this.spans.pages.delete(number);
    }
  }

  #lay(sheet, page) {
    sheet.layer = textOf(page);
    sheet.live = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sheet.live.setAttribute("class", "live");
    sheet.live.setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
    sheet.live.setAttribute("preserveAspectRatio", "none");
    this.#fit(sheet);
    sheet.face.append(sheet.live, sheet.layer);
    this.onChange(sheet);
  }

  #fit(sheet) {
    const { style } = sheet.layer;
    style.width = `${sheet.width * DENSITY}px`;
    style.height = `${sheet.height * DENSITY}px`;
    style.transform = `scale(${sheet.scale / DENSITY})`;
  }
}

// The text of a page, in the roles in which it is read aloud.
function textOf({ structure }) {
  const text = role("text", null);
  let together = null; // the list or table that is being filled
  for (const { kind, level, cells } of structure) {
    const [whole, part] = TOGETHER[kind] ?? [null, null];
    if (whole && together?.getAttribute("role") !== whole) text.append((together = role("", whole)));
    if (!whole) together = null;
    const block = role("", part ?? (kind === "heading" ? kind : "paragraph"));
    if (kind === "heading") block.setAttribute("aria-level", Math.min(6, level + 1));
    for (const lines of cells) {
      const cell = kind === "row" ? role("", "cell") : block;
      if (cell !== block) block.append(cell);
      for (const line of lines) cell.append(laid(line), "\n");
    }
    (together ?? text).append(block);
  }
  return text;
}

function role(name, value) {
  const element = document.createElement("div");
  if (name) element.className = name;
  if (value) element.setAttribute("role", value);
  return element;
}

// A line of text as runs of words.
function laid(line) {
  const [x0, y0, , y1] = line.box;
  const { family, size, space, runs } = runsOf(line);
  const pixels = (points) => `${points * DENSITY}px`;
  const element = document.createElement("span");
  element.className = `line ${family}`;
  element.style.cssText =
    `left:${pixels(x0)};top:${pixels(y0)};height:${pixels(y1 - y0)};line-height:${pixels(y1 - y0)};font-size:${pixels(size)}`;
  let at = x0;
  for (const { words, letters, gap } of runs) {
    const last = words.at(-1);
    const run = document.createElement("span");
    run.setAttribute("data-start", words[0].start);
    run.style.cssText = `margin-left:${pixels(words[0].box[0] - at)};letter-spacing:${pixels(letters)}`;
    if (words.length > 1) run.style.wordSpacing = pixels(gap - space - letters);
    run.textContent = words.map(({ text }) => text).join(" ");
    at = last.box[2];
    if (last.after && last !== line.words.at(-1)) {
      run.textContent += " ";
      at += words.length > 1 ? gap : space + letters;
    }
    element.append(run);
  }
  return element;
}
