// Real text over the pictures of pages near the window, so that it can be selected,
// copied, found and read aloud. It is removed from distant pages to limit memory.

import { PageWords } from "./words.js";

const NEAR = "120% 0px"; // of the window's height: a page this near gets its words
const FAR = "320% 0px"; // a page farther than this loses them
const PAUSE = 60; // milliseconds that a page must stay near; scrolling past is ignored
const DENSITY = 4; // pixels per point inside a layer, above every minimum font size
const measure = document.createElement("canvas").getContext("2d");
const SHARE = 0.82; // font size as a share of the line's height; chosen, not measured

export class TextLayers {
  constructor(sheets, spans, onChange) {
    this.sheets = sheets;
    this.spans = spans;
    this.onChange = onChange;
    this.keep = () => false; // whether a page must keep its words
    this.loading = new Map();
    this.address = sheets.scroller.dataset.words;
    sheets.watch(NEAR, (sheet, isNear) => (isNear ? this.#soon(sheet) : this.#stop(sheet)));
    sheets.watch(FAR, (sheet, isNear) => isNear || this.#drop(sheet));
  }

  // Fit the layers to the size of their sheets.
  resize() {
    this.sheets.all.forEach((sheet) => sheet.layer && this.#fit(sheet));
  }

  // Wait for the words of a page, in order to select a hit there.
  async load(number) {
    const sheet = this.sheets.sheet(number);
    for (let tries = 3; tries && !sheet.layer; tries -= 1) await this.#fetch(sheet);
    return sheet;
  }

  #soon(sheet) {
    if (sheet.layer) return;
    clearTimeout(sheet.timer);
    sheet.timer = setTimeout(() => (this.sheets.isFlying ? this.#soon(sheet) : this.#fetch(sheet)), PAUSE);
  }

  #stop(sheet) {
    clearTimeout(sheet.timer);
    this.loading.get(sheet)?.abort();
  }

  async #fetch(sheet) {
    this.loading.get(sheet)?.abort();
    const controller = new AbortController();
    this.loading.set(sheet, controller);
    try {
      const address = this.address.replace("/pages/0/", `/pages/${sheet.number}/`);
      const answer = await fetch(address, { signal: controller.signal });
      if (answer.redirected) document.body.dispatchEvent(new CustomEvent("session-ended"));
      else if (answer.ok) this.#lay(sheet, new PageWords(sheet.number, await answer.json()));
    } catch (error) {
      if (error.name !== "AbortError") setTimeout(() => this.#again(sheet), 2000);
    } finally {
      if (this.loading.get(sheet) === controller) this.loading.delete(sheet);
    }
  }

  #again(sheet) {
    const near = Math.abs(sheet.number - this.sheets.current) < 4;
    if (near) this.#soon(sheet);
  }

  #lay(sheet, page) {
    if (sheet.layer) return;
    sheet.layer = document.createElement("div");
    sheet.layer.className = "text";
    for (const line of page.lines) sheet.layer.append(laid(line), line.endsBlock ? "\n\n" : "\n");
    sheet.live = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sheet.live.setAttribute("class", "live");
    sheet.live.setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
    sheet.live.setAttribute("preserveAspectRatio", "none");
    this.#fit(sheet);
    sheet.element.append(sheet.live, sheet.layer);
    this.spans.pages.set(sheet.number, page);
    this.onChange();
  }

  #fit(sheet) {
    const { style } = sheet.layer;
    style.width = `${sheet.width * DENSITY}px`;
    style.height = `${sheet.height * DENSITY}px`;
    style.transform = `scale(${this.sheets.scale(sheet) / DENSITY})`;
  }

  #drop(sheet) {
    if (!sheet.layer || this.keep(sheet.number)) return;
    sheet.layer.remove();
    sheet.live.remove();
    sheet.layer = sheet.live = null;
    this.spans.pages.delete(sheet.number);
  }
}

// A line of text, each word of which is stretched to its width in the picture.
function laid(line) {
  const element = document.createElement("span");
  const [x0, y0, , y1] = line.box;
  const height = (y1 - y0) * DENSITY;
  const size = height * SHARE;
  element.className = "line";
  Object.assign(element.style, {
    left: `${x0 * DENSITY}px`,
    top: `${y0 * DENSITY}px`,
    height: `${height}px`,
    lineHeight: `${height}px`,
    fontSize: `${size}px`,
  });
  measure.font = `${size}px sans-serif`;
  const space = measure.measureText(" ").width;
  let at = x0 * DENSITY;
  line.words.forEach((word, index) => {
    const span = stretched(word, word.box[0] * DENSITY - at);
    at = word.box[2] * DENSITY + (word.after === " " ? space : 0);
    element.append(span);
    if (index + 1 < line.words.length && word.after) element.append(" ");
  });
  return element;
}

function stretched(word, gap) {
  const span = document.createElement("span");
  span.dataset.start = word.start;
  span.textContent = word.text;
  const natural = measure.measureText(word.text).width;
  const wanted = (word.box[2] - word.box[0]) * DENSITY;
  span.style.marginLeft = `${gap}px`;
  span.style.letterSpacing = `${(wanted - natural) / word.size}px`;
  return span;
}
