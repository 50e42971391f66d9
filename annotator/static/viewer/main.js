// The viewer: assemble its parts, and handle keys and buttons.

import { say } from "../toast.js";
import { Anchor } from "./anchor.js";
import { addressOf, rememberPage } from "./address.js";
import { Capture } from "./capture.js";
import { boxesOf, Cards } from "./cards.js";
import { Drawing } from "./drawing.js";
import { Find } from "./find.js";
import { TextLayers } from "./layer.js";
import { Panel } from "./panel.js";
import { showPicturesNear } from "./pictures.js";
import { RegionTool } from "./region.js";
import { Selecting } from "./selecting.js";
import { Sheets } from "./sheets.js";
import { Spans } from "./spans.js";

const byId = (id) => document.getElementById(id);
const root = byId("sheets");
const sheets = new Sheets(root);
const spans = new Spans();
const drawing = new Drawing(sheets);
const selecting = new Selecting(sheets, spans, drawing);
const layers = new TextLayers(sheets, spans, () => {
  drawing.refresh();
  find.draw();
});
const capture = new Capture(byId("capture"), sheets, spans);
const cards = new Cards(byId("card"), sheets);
const region = new RegionTool(sheets, drawing, document.querySelector("[data-do=region]"));
const panel = new Panel(byId("panel"), document.querySelector("[data-do=panel]"));
const find = new Find(byId("part-find"), sheets, layers, drawing, spans);
const goTo = byId("go-to");
const offer = byId("offer-mark");
const anchor = byId("anchor") && new Anchor(byId("anchor"), { sheets, layers, drawing, spans, report: root.dataset.report });
const canMark = "marking" in root.dataset;

// Selecting, and the form that follows

function selectedPlace() {
  const { start, end } = selecting;
  return { start, end, quote: spans.quote(start, end), boxes: spans.boxes(start, end) };
}

function markSelected() {
  if (!selecting.span || selecting.start === selecting.end) return;
  cards.close();
  byId("offer").hidden = true;
  if (canMark) capture.open(selectedPlace());
}

async function markFound() {
  const { current } = find;
  if (!current) return find.step(1);
  await layers.load(current.page);
  selecting.select(current.start, current.end);
  panel.chosen();
  return markSelected();
}

if (anchor) {
  anchor.onTaken = ({ start, end, sentence }) => {
    selecting.select(start, end);
    if (sentence) selecting.sentence();
    markSelected();
  };
}

function openAnchor() {
  if (!anchor) return say("This file of the report is to read only.");
  capture.close();
  cards.close();
  selecting.clear();
  return anchor.open();
}

selecting.isOff = () => region.isOn;
selecting.onSelected = markSelected;
selecting.onChanged = () => {
  if (!selecting.span) return capture.isOpen && capture.place?.start !== undefined && capture.close();
  return capture.isOpen && !selecting.drag && capture.move(selectedPlace());
};
selecting.onClicked = (event) => {
  cards.close();
  const marks = cards.marksAt(event.clientX, event.clientY);
  if (marks.length) cards.open(marks);
};
layers.keep = (number) => selecting.touches(number);
find.onMark = markFound;

// With touch, the browser's own handles select; a button then opens the form.
document.addEventListener("selectionchange", () => {
  const byHand = selecting.pointer === "touch" || selecting.pointer === undefined;
  const chosen = selecting.span && !capture.isOpen && !selecting.drag && canMark;
  byId("offer").hidden = !(byHand && chosen && !getSelection().isCollapsed);
});
root.addEventListener("click", (event) => {
  if (selecting.pointer !== "touch" || event.target.closest(".popover") || region.isOn) return;
  const marks = cards.marksAt(event.clientX, event.clientY);
  if (marks.length && getSelection().isCollapsed) cards.open(marks);
});
offer?.addEventListener("click", markSelected);

// Marks

capture.onClosed = () => {
  region.stop();
  selecting.clear();
  byId("offer").hidden = true;
};
capture.onMoved = (page, box) => region.draw({ page, box });
region.onChosen = (frame) => {
  selecting.clear();
  cards.close();
  capture.open({ ...frame, boxes: [frame], quote: `Page ${sheets.sheet(frame.page).label}` });
};

root.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.(".mark");
  if (mark && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    event.stopPropagation();
    cards.open([mark]);
  }
});
root.addEventListener("click", (event) => {
  if (event.target.closest(".mark") && !event.ctrlKey && !event.metaKey) event.preventDefault();
});

function linkAnother(button) {
  const [mark] = cards.marksOf(button.dataset.passage);
  const quote = button.closest(".card-of-mark").querySelector(".chosen").textContent;
  cards.close();
  capture.open({ passage: button.dataset.passage, quote, boxes: boxesOf(mark) });
}

function stepMark(by) {
  const lines = [...document.querySelectorAll("#mark-list a[data-page]")];
  const now = lines.findIndex((line) => line.hasAttribute("aria-current"));
  const next = lines.findIndex((line) => Number(line.dataset.page) >= sheets.current);
  const start = now === -1 ? (next === -1 ? 0 : next) - (by > 0 ? 1 : 0) : now;
  const line = lines[(start + by + lines.length) % lines.length];
  if (line) showMark(line);
}

function showMark(line) {
  document.querySelectorAll("#mark-list a").forEach((each) => each.removeAttribute("aria-current"));
  line.setAttribute("aria-current", "true");
  line.scrollIntoView({ block: "nearest" });
  if (cards.reveal(line.dataset.passage)) cards.marksOf(line.dataset.passage)[0].focus({ preventScroll: true });
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  say("The link is copied.");
}

const TOAST = 20_000; // milliseconds for which undo is offered
let toastTimer = null;

document.body.addEventListener("marks-changed", () => {
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    const toasts = byId("toasts");
    if (!toasts.matches(":hover, :focus-within")) toasts.replaceChildren();
  }, TOAST);
});

// Buttons and keys

function openFind() {
  panel.open("find");
  find.input.focus();
  find.input.select();
}

function zoomTo(zoom) {
  sheets.setZoom(zoom);
  document.querySelector("[data-do=fit-width]").setAttribute("aria-pressed", String(zoom === "width"));
  document.querySelector("[data-do=fit-page]").setAttribute("aria-pressed", String(zoom === "page"));
}

function step(direction) {
  sheets.step(direction);
  document.querySelectorAll("[data-do^=fit-]").forEach((button) => button.setAttribute("aria-pressed", "false"));
}

function closeTop() {
  if (capture.isOpen) return capture.close();
  if (cards.isOpen) return cards.close();
  if (anchor?.isOpen) return anchor.close();
  if (region.isOn) return region.stop();
  if (panel.isDrawer && !byId("panel").hidden) return panel.toggle();
  return selecting.clear();
}

function undo() {
  byId("undo")?.click();
}

const actions = {
  panel: () => panel.toggle(),
  find: openFind,
  anchor: openAnchor,
  larger: () => step(1),
  smaller: () => step(-1),
  "fit-width": () => zoomTo("width"),
  "fit-page": () => zoomTo("page"),
  region: () => region.toggle(),
  keys: () => byId("keys").showModal(),
  close: closeTop,
  sentence: () => selecting.sentence(),
  link: linkAnother,
  "copy-link": () => copy(addressOf({ page: sheets.current, start: selecting.start, end: selecting.end })),
  "copy-mark": (button) => copy(addressOf({}, `passage-${button.dataset.passage}`)),
  "found-next": () => find.step(1),
  "found-previous": () => find.step(-1),
  "found-mark": markFound,
};

const shortcuts = {
  j: () => sheets.goTo(sheets.current + 1),
  k: () => sheets.goTo(sheets.current - 1),
  g: () => goTo.select(),
  f: openFind,
  "/": openFind,
  t: openAnchor,
  n: () => stepMark(1),
  p: () => stepMark(-1),
  "+": actions.larger,
  "=": actions.larger,
  "-": actions.smaller,
  0: actions["fit-width"],
  9: actions["fit-page"],
  o: actions.panel,
  i: () => root.classList.toggle("inverted"),
  s: actions.sentence,
  m: () => (selecting.span ? markSelected() : markFound()),
  r: actions.region,
  z: undo,
  "?": actions.keys,
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]?.(button);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.key === "Escape" && !event.target.closest("dialog")) return closeTop();
  if (typing || event.target.closest("dialog")) return undefined;
  if (selecting.extend(event) || region.key(event)) return event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (!shortcuts[event.key]) return undefined;
  event.preventDefault();
  return shortcuts[event.key]();
});

byId("go-to-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (sheets.goToNamed(goTo.value.trim())) root.focus({ preventScroll: true });
  else say(`There is no page “${goTo.value}”.`);
});

byId("panel").addEventListener("click", (event) => {
  const line = event.target.closest("a[data-page]");
  if (!line || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (line.dataset.passage) showMark(line);
  else if (!line.dataset.start) sheets.goTo(Number(line.dataset.page));
  panel.chosen();
});

sheets.onTurn = ({ number, label }) => {
  if (document.activeElement !== goTo) goTo.value = label;
  panel.at(number);
  rememberPage(number);
};
sheets.onResize = () => layers.resize();

document.body.addEventListener("session-ended", () => {
  if (!capture.isOpen) say("Your session has ended. Sign in again in another tab.");
});

// Open at the place in the address

function openWhereAsked() {
  const passage = /^#passage-(\d+)$/.exec(location.hash)?.[1];
  const [, page] = /^#page-(\d+)$/.exec(location.hash) ?? [null, root.dataset.page];
  const cameFor = root.querySelector(".came-for");
  if (passage && cards.reveal(passage)) return;
  if (cameFor) sheets.reveal(Number(cameFor.closest(".sheet").dataset.number), boxesOf(cameFor.parentNode)[0].box);
  else if (Number(page) > 1) sheets.goTo(Number(page));
}

// A search led here to make words evidence: select them, and open the form.
async function captureWhereAsked() {
  const [start, end] = (root.dataset.capture ?? "").split("-").map(Number);
  const cameFor = root.querySelector(".came-for");
  if (!end || !cameFor || !canMark) return;
  await layers.load(Number(cameFor.closest(".sheet").dataset.number));
  selecting.select(start, end);
  markSelected();
  const { claim, claimText } = root.dataset;
  if (claim) capture.linkTo(claim, claimText);
}

goTo.value = sheets.sheet(1).label;
openWhereAsked();
showPicturesNear(sheets);
addEventListener("hashchange", openWhereAsked);
root.focus({ preventScroll: true });
captureWhereAsked();
