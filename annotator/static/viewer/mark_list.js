// The list of all marks, which follows the page, and the map of them beside the scroll
// bar. Only the lines in sight are in the document.

import { shapeOf } from "./stances.js";

const LINE = 66; // pixels: the height of a line, as in the style sheet
const MORE = 6; // lines above and below those in sight
const ALL = "";

export class MarkList {
  constructor(part, map, { sheets, marks }) {
    Object.assign(this, { part, map, sheets, marks });
    this.scroller = part.querySelector("#mark-list");
    this.form = part.querySelector("#mark-filters");
    this.count = part.querySelector("#mark-count");
    this.lines = []; // those that pass the filters, in reading order
    this.current = null; // the passage that was gone to last
    this.onChosen = () => {};
    this.scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.form.addEventListener("change", () => this.#filter());
    this.scroller.addEventListener("click", (event) => this.#clicked(event));
    this.map.addEventListener("click", (event) => this.#pointed(event));
    new ResizeObserver(() => this.#seen()).observe(this.scroller);
    marks.onListed = () => this.#listed();
  }

  load() {
    return this.marks.list();
  }

  // Bring the first mark of the page that is read into sight.
  follow(page) {
    const at = this.lines.findIndex((line) => line.page !== null && line.page >= page);
    const chosen = this.lines.findIndex(({ id }) => id === this.current);
    if (chosen >= 0 && this.lines[chosen].page === page) return this.#show(chosen);
    return at >= 0 && this.#show(at);
  }

  // The mark after or before where the reader is.
  async step(by) {
    await this.load();
    const placed = this.lines.filter(({ page }) => page !== null);
    if (!placed.length) return null;
    const now = placed.findIndex(({ id }) => id === this.current);
    const { page, share } = this.sheets.here;
    const isHere = now >= 0 && Math.abs(placed[now].page - page) <= 1;
    if (isHere) return placed[(now + by + placed.length) % placed.length];
    const next = placed.findIndex((line) => line.page > page || (line.page === page && line.top > share));
    const at = by > 0 ? next : (next === -1 ? placed.length : next) - 1;
    return placed.at(at === -1 && by > 0 ? 0 : at);
  }

  mark(passage) {
    this.current = Number(passage);
    const at = this.lines.findIndex(({ id }) => id === this.current);
    if (at >= 0) this.#show(at);
    this.#draw();
  }

  #listed() {
    const wasEmpty = !this.lines.length;
    const all = this.marks.inOrder;
    const links = all.flatMap((line) => line.links);
    this.#offer("claim", links.map(({ claim, text }) => [claim, text]));
    this.#offer("category", links.map(({ category }) => [category, category.replaceAll("-", " ")]));
    this.#offer("author", all.map(({ author }) => [author, author]));
    this.#filter();
    if (wasEmpty) this.follow(this.sheets.current);
  }

  #offer(name, pairs) {
    const select = this.form.elements[name];
    const { value } = select;
    const [first] = select.options;
    const known = [...new Map(pairs.filter(([key]) => key)).entries()].sort((a, b) => a[1].localeCompare(b[1]));
    select.replaceChildren(first, ...known.map(([key, text]) => new Option(text, key)));
    select.value = known.some(([key]) => key === value) ? value : ALL;
  }

  #filter() {
    const { claim, category, author, stance, state } = Object.fromEntries(new FormData(this.form));
    const all = this.marks.inOrder;
    const linked = (line, name, value) => value === ALL || line.links.some((link) => link[name] === value);
    this.lines = all.filter(
      (line) =>
        linked(line, "claim", claim) &&
        linked(line, "category", category) &&
        linked(line, "stance", stance) &&
        (author === ALL || line.author === author) &&
        (state !== "unlinked" || !line.links.length) &&
        (state !== "review" || line.review),
    );
    const some = this.lines.length === all.length ? "" : `${this.lines.length} of `;
    this.count.textContent = all.length ? `${some}${all.length} mark${all.length === 1 ? "" : "s"}` : "No marks yet. Drag over a sentence to mark it.";
    this.#draw();
    this.#drawMap();
  }

  // The list has come into sight, or has another size.
  #seen() {
    if (this.scroller.clientHeight && !this.wasSeen) this.follow(this.sheets.current);
    this.wasSeen = this.scroller.clientHeight > 0;
    this.#draw();
  }

  #show(at) {
    const { scrollTop, clientHeight } = this.scroller;
    if (at * LINE < scrollTop || (at + 1) * LINE > scrollTop + clientHeight) this.scroller.scrollTop = at * LINE - LINE;
  }

  #draw() {
    const { scrollTop, clientHeight } = this.scroller;
    const first = Math.max(0, Math.floor(scrollTop / LINE) - MORE);
    const last = Math.min(this.lines.length, Math.ceil((scrollTop + clientHeight) / LINE) + MORE);
    const list = this.scroller.firstElementChild;
    list.style.height = `${this.lines.length * LINE}px`;
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.passage : null;
    list.replaceChildren(...this.lines.slice(first, last).map((line, at) => this.#line(line, first + at)));
    if (focused) list.querySelector(`[data-passage="${focused}"]`)?.focus({ preventScroll: true });
  }

  #line(line, at) {
    const item = document.createElement("li");
    item.style.top = `${at * LINE}px`;
    item.setAttribute("aria-setsize", this.lines.length);
    item.setAttribute("aria-posinset", at + 1);
    const link = document.createElement("a");
    Object.assign(link, { href: `#passage-${line.id}` });
    link.dataset.passage = line.id;
    if (line.page !== null) link.dataset.page = line.page;
    if (line.id === this.current) link.setAttribute("aria-current", "true");
    const stances = [...new Set(line.links.map(({ stance }) => stance))];
    link.append(shapes(stances), said(stances), text("words", line.words), text("quiet small", this.#where(line)));
    item.append(link);
    return item;
  }

  #where({ page, review, author }) {
    const place = page === null ? "not in this file" : `p. ${this.sheets.sheet(page).label}`;
    return [place, author, review ? "needs review" : ""].filter(Boolean).join(" · ");
  }

  #clicked(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.onChosen(this.lines.find(({ id }) => id === Number(link.dataset.passage)));
  }

  // One stroke for each place of the report at which something is marked.
  #drawMap() {
    const pages = this.sheets.all.length;
    const strokes = new Map();
    for (const { page, top, links } of this.lines) {
      if (page === null) continue;
      const at = Math.round(((page - 1 + top) / pages) * 400) / 4;
      strokes.set(`${at} ${links[0]?.stance ?? "unlinked"}`, { at, stance: links[0]?.stance ?? "unlinked" });
    }
    this.map.replaceChildren(
      ...[...strokes.values()].map(({ at, stance }) => {
        const stroke = document.createElement("span");
        stroke.className = stance;
        stroke.style.top = `${at}%`;
        return stroke;
      }),
    );
  }

  #pointed({ clientY }) {
    const { top, height } = this.map.getBoundingClientRect();
    const wanted = ((clientY - top) / height) * this.sheets.all.length + 1;
    const away = (line) => Math.abs(line.page + line.top - wanted);
    const placed = this.lines.filter(({ page }) => page !== null);
    if (placed.length) this.onChosen(placed.reduce((best, line) => (away(line) < away(best) ? line : best)));
  }
}

function shapes(stances) {
  const element = text("shapes", "");
  element.setAttribute("aria-hidden", "true");
  for (const stance of stances) element.append(text(`stance ${stance}`, shapeOf(stance)));
  if (!stances.length) element.append(text("quiet", "○"));
  return element;
}

function said(stances) {
  return text("visually-hidden", `${stances.join(", ") || "not linked"}:`);
}

function text(className, words) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = words;
  return element;
}
