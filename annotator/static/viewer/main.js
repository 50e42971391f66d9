// The viewer: what comes and goes with the sheets, and how a report is opened.

import "../desk.js";
import { signInAgain } from "../session.js";
import { followBeside } from "./beside.js";
import "./controls.js";
import { drawEnds, markSelected, showMark } from "./marking.js";
import { openAt } from "./opening.js";
import {
  byId, canMark, capture, drawing, find, layers, links, list, margin, marks, panel, pictures, places, root, saves, selecting,
  shapes, sheets, thumbs, view,
} from "./parts.js";

const goTo = byId("go-to");

// Sheets come and go, and with them what is on them

layers.onChange = (sheet) => {
  drawing.refresh();
  find.draw();
  shapes.draw(sheet);
  drawEnds();
};

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

// Marks and notes

thumbs.onChosen = () => panel.chosen();
view.onNotes = (wanted) => margin.show(wanted);
marks.onChanged = (pages) => {
  shapes.redraw(pages);
  margin.draw();
};

// Begin

document.body.addEventListener("session-ended", () => signInAgain());

function begin() {
  view.begin();
  openAt({ root, sheets, places, panel, find, list, layers, shapes, selecting, capture, showMark, markSelected: canMark && markSelected });
  goTo.value = sheets.sheet(sheets.current).label;
  thumbs.at(sheets.current);
}

begin();
followBeside(sheets);
root.focus({ preventScroll: true });
saves.resume();
setTimeout(() => list.load(), 1500); // for the map; pages come first
