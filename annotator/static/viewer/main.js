// The viewer: put its parts together, and let keys and buttons reach them.

import "../desk.js";
import { signInAgain } from "../session.js";
import { say } from "../toast.js";
import { Acts } from "./acts.js";
import { Anchor } from "./anchor.js";
import { followBeside } from "./beside.js";
import { Capture } from "./capture.js";
import { Cards } from "./cards.js";
import { Caret } from "./caret.js";
import { Dock } from "./dock.js";
import { Drawing } from "./drawing.js";
import { Ends } from "./ends.js";
import { Find } from "./find.js";
import { Handles } from "./handles.js";
import { followKeys } from "./keys.js";
import { TextLayers } from "./layer.js";
import { Links } from "./links.js";
import { Margin } from "./margin.js";
import { MarkList } from "./mark_list.js";
import { MarkShapes } from "./mark_shapes.js";
import { Marks } from "./marks.js";
import { openAt } from "./opening.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { addressOf, Places } from "./places.js";
import { RegionTool } from "./region.js";
import { Saves } from "./saves.js";
import { Selecting } from "./selecting.js";
import { Sheets } from "./sheets.js";
import { Spans } from "./spans.js";
import { Thumbs } from "./thumbs.js";
import { View } from "./view.js";
import { followZoom } from "./zooming.js";

const byId = (id) => document.getElementById(id);
const root = byId("sheets");
const { report, revision, person } = root.dataset;
const canMark = "marking" in root.dataset;

const sheets = new Sheets(root);
const spans = new Spans();
const drawing = new Drawing(sheets);
const selecting = new Selecting(sheets, spans, drawing);
const marks = new Marks(sheets);
const shapes = new MarkShapes(sheets, marks, spans);
const pictures = new Pictures(sheets);
const layers = new TextLayers(sheets, spans, wordsCame);
const places = new Places(sheets, { person, report, revision });
const links = new Links(sheets, places);
const panel = new Panel(byId("panel"), document.querySelector("[data-do=panel]"));
const dock = new Dock(sheets, panel);
const saves = new Saves(report, byId("save-state"));
const capture = new Capture(byId("capture"), { dock, saves, marks, sheets, prefix: `viewer/${report}/${revision}/` });
const cards = new Cards(byId("card"), { sheets, dock, marks, shapes, saves });
const acts = new Acts({ sheets, saves, marks, cards, capture });
const list = new MarkList(byId("part-marks"), byId("mark-map"), { sheets, marks });
const region = new RegionTool(sheets, drawing, document.querySelector("[data-do=region]"));
const find = new Find(byId("part-find"), { sheets, layers, drawing, spans, places });
const caret = new Caret({ sheets, spans, layers, selecting, drawing, status: byId("caret-status") });
const handles = new Handles({ sheets, spans, selecting, caret });
const margin = new Margin(sheets, marks);
const thumbs = new Thumbs(byId("part-pages"), { sheets, places });
const view = new View(byId("view-menu"), sheets, person);
const ends = new Ends({ box: byId("ends"), selecting, spans, layers, marks, dock, saves, cards });
const goTo = byId("go-to");
const anchor = byId("anchor") && new Anchor(byId("anchor"), { sheets, layers, drawing, spans, report });

// Sheets come and go, and with them what is on them

function wordsCame(sheet) {
  drawing.refresh();
  find.draw();
  shapes.draw(sheet);
  drawEnds();
}

// The handles of a selection stand while it is marked or corrected.
function drawEnds() {
  caret.draw();
  handles.draw(capture.isOpen || ends.isOpen || caret.isOn);
}

sheets.keep = ({ number }) => selecting.touches(number);
sheets.onMade = (sheet) => {
  [pictures, shapes, layers, links].forEach((part) => part.made(sheet));
  margin.draw();
};
sheets.onDropped = (sheet) => {
  [pictures, shapes, layers].forEach((part) => part.dropped(sheet));
  margin.draw();
};
sheets.onSized = () => {
  [pictures, layers].forEach((part) => part.sized());
  margin.fit();
  drawEnds();
};
sheets.onRest = () => {
  pictures.ahead();
  places.moved();
};
sheets.onTurn = ({ number, label }) => {
  byId("as-text").href = byId("as-text").href.replace(/\d+$/, number);
  if (document.activeElement !== goTo) goTo.value = label;
  panel.at(number);
  thumbs.at(number);
  list.follow(number);
  places.moved();
};

// Selecting, and the form that follows

function selectedPlace() {
  const { start, end } = selecting;
  return { start, end, quote: spans.quote(start, end), boxes: spans.boxes(start, end) };
}

function markSelected() {
  if (!selecting.span || selecting.isCollapsed) return undefined;
  if (ends.isOpen) return ends.show();
  cards.close();
  byId("offer").hidden = true;
  const opened = canMark && capture.open(selectedPlace());
  drawEnds();
  return opened;
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
  drawEnds();
  if (selecting.isCollapsed || handles.isDragged) return undefined;
  if (ends.isOpen) return selecting.span && ends.show();
  if (!selecting.span) return capture.isOpen && capture.place?.start !== undefined && capture.close();
  return capture.isOpen && !selecting.drag && capture.move(selectedPlace());
};
handles.onMoved = () => (ends.isOpen ? ends.show() : capture.isOpen && capture.move(selectedPlace()));
selecting.onClicked = (event) => {
  if (ends.isOpen) return;
  cards.close();
  if (caret.isOn) caret.place(event);
  const found = cards.at(event.clientX, event.clientY);
  if (found.length) cards.open(found);
  else links.follow(event.clientX, event.clientY);
};
find.onMark = markFound;

// With touch, the browser's own handles select; a button then opens the form.
document.addEventListener("selectionchange", () => {
  const byHand = selecting.pointer === "touch" || selecting.pointer === undefined;
  const chosen = selecting.span && !selecting.isCollapsed && !capture.isOpen && !selecting.drag && canMark;
  byId("offer").hidden = !(byHand && chosen && !getSelection().isCollapsed);
});
root.addEventListener("click", (event) => {
  if (selecting.pointer !== "touch" || region.isOn) return;
  const found = cards.at(event.clientX, event.clientY);
  if (!getSelection().isCollapsed) return;
  if (found.length) cards.open(found);
  else links.follow(event.clientX, event.clientY);
});
byId("offer-mark").addEventListener("click", markSelected);

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
    cards.open([mark.dataset.passage]);
  }
});
root.addEventListener("click", (event) => {
  if (event.target.closest(".mark") && !event.ctrlKey && !event.metaKey) event.preventDefault();
});

function linkAnother(button) {
  const { passage } = button.dataset;
  const quote = button.closest(".card-of-mark").querySelector(".chosen").textContent;
  const boxes = cards.boxesOf(passage);
  cards.close();
  capture.open({ passage, quote, boxes });
}

async function showMark(line) {
  if (!line) return say("Nothing is marked in this report.");
  list.mark(line.id);
  panel.chosen();
  if (line.page === null) return cards.open([line.id]);
  await marks.near(line.page);
  const [first] = cards.boxesOf(line.id);
  if (!first) return undefined;
  await places.jump(() => sheets.reveal(first.page, first.box));
  shapes.show([line.id]);
  return shapes.find(line.id, sheets.sheet(first.page))?.focus({ preventScroll: true });
}

list.onChosen = showMark;
margin.onChosen = (passage) => cards.open([passage]);
view.onNotes = (wanted) => margin.show(wanted);
marks.onChanged = (pages) => {
  shapes.redraw(pages);
  margin.draw();
};

async function copy(text) {
  await navigator.clipboard.writeText(text);
  say("The link is copied.");
}

// Buttons and keys

function openFind() {
  panel.open("find");
  find.input.focus();
  find.input.select();
}

function fit(zoom) {
  sheets.setZoom(zoom);
  showFit();
}

function step(direction) {
  sheets.step(direction);
  showFit();
}

function showFit() {
  for (const button of document.querySelectorAll("[data-do^=fit-]")) {
    button.setAttribute("aria-pressed", String(button.dataset.do === `fit-${sheets.layout.zoom}`));
  }
}

const toggleDark = () => view.choose("tone", view.value("tone") === "dark" ? "white" : "dark");

function closeTop() {
  if (ends.isOpen) return ends.close();
  if (capture.isOpen) return capture.close();
  if (cards.isOpen) return cards.close();
  if (anchor?.isOpen) return anchor.close();
  if (region.isOn) return region.stop();
  if (panel.isDrawer && panel.isShown) return panel.toggle();
  if (caret.isOn) return caret.stop();
  return selecting.clear();
}

const stepMark = async (by) => showMark(await list.step(by));

const actions = {
  panel: () => panel.toggle(),
  find: openFind,
  anchor: openAnchor,
  larger: () => step(1),
  smaller: () => step(-1),
  "fit-width": () => fit("width"),
  "fit-page": () => fit("page"),
  "turn-left": () => sheets.rotate(-1),
  "turn-right": () => sheets.rotate(1),
  caret: () => caret.toggle(),
  region: () => region.toggle(),
  keys: () => byId("keys").showModal(),
  close: closeTop,
  discard: () => capture.discard(),
  "another-claim": () => capture.another(),
  "drop-claim": (button) => capture.dropClaim(button),
  "to-note": (button) => capture.note(button.dataset.words),
  "show-note": ({ dataset }) => places.jump(() => sheets.reveal(Number(dataset.page), JSON.parse(dataset.box))),
  sentence: () => selecting.sentence(),
  link: linkAnother,
  ends: (button) => ends.open(button.dataset.passage),
  "save-ends": () => ends.save(),
  retry: () => saves.retry(),
  undo: () => acts.turn("undo"),
  redo: () => acts.turn("redo"),
  "copy-link": () => copy(addressOf({ page: sheets.current, start: selecting.start, end: selecting.end })),
  "copy-mark": (button) => copy(addressOf({}, `passage-${button.dataset.passage}`)),
  "found-next": () => find.step(1),
  "found-previous": () => find.step(-1),
  "found-mark": markFound,
};

const shortcuts = {
  j: () => sheets.stepPage(1),
  k: () => sheets.stepPage(-1),
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
  i: toggleDark,
  R: actions["turn-left"],
  c: actions.caret,
  x: () => caret.swap(),
  d: () => view.choose("columns", view.value("columns") === "1" ? "2" : "1"),
  s: actions.sentence,
  m: () => (selecting.span ? markSelected() : markFound()),
  r: actions.region,
  z: actions.undo,
  "?": actions.keys,
};

followKeys({ actions, shortcuts, first: (event) => caret.key(event) || region.key(event), close: closeTop });
followZoom(sheets);

byId("go-to-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const sheet = sheets.named(goTo.value.trim());
  if (!sheet) return say(`There is no page “${goTo.value}”.`);
  places.jump(() => sheets.goTo(sheet.number));
  return root.focus({ preventScroll: true });
});

byId("part-outline").addEventListener("click", (event) => {
  const line = event.target.closest("a[data-page]");
  if (!line || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  places.jump(() => sheets.goTo(Number(line.dataset.page)));
  panel.chosen();
});

document.body.addEventListener("session-ended", () => signInAgain());

// Begin

function begin() {
  view.begin();
  openAt({ root, sheets, places, list, layers, shapes, selecting, capture, showMark, markSelected: canMark && markSelected });
  goTo.value = sheets.sheet(sheets.current).label;
  thumbs.at(sheets.current);
}

begin();
followBeside(sheets);
root.focus({ preventScroll: true });
saves.resume();
setTimeout(() => list.load(), 1500); // for the map; pages come first
