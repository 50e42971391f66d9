// From a selection to a mark, and from a mark to its card: what the parts do together.

import { say } from "../toast.js";
import {
  anchor, byId, canMark, capture, cards, caret, ends, find, handles, layers, links, list, margin, marks, panel, places,
  region, root, selecting, shapes, sheets, spans,
} from "./parts.js";

// Selecting, and the form that follows

// The handles of a selection stand while it is marked or corrected.
export function drawEnds() {
  caret.draw();
  handles.draw(capture.isOpen || ends.isOpen || caret.isOn);
}

function selectedPlace() {
  const { start, end } = selecting;
  return { start, end, quote: spans.quote(start, end), boxes: spans.boxes(start, end) };
}

export function markSelected() {
  if (!selecting.span || selecting.isCollapsed) return undefined;
  if (ends.isOpen) return ends.show();
  cards.close();
  byId("offer").hidden = true;
  const opened = canMark && capture.open(selectedPlace());
  drawEnds();
  return opened;
}

export async function markFound() {
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

export function openAnchor() {
  if (!anchor) return say("This file of the report is read-only.");
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

export function linkAnother(button) {
  const { passage } = button.dataset;
  const quote = button.closest(".card-of-mark").querySelector(".chosen").textContent;
  const boxes = cards.boxesOf(passage);
  cards.close();
  capture.open({ passage, quote, boxes });
}

export async function showMark(line) {
  if (!line) return say("No marks in this report.");
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
