// What the buttons and the keys of the viewer do.

import { say } from "../toast.js";
import { followKeys } from "./keys.js";
import { linkAnother, markFound, markSelected, openAnchor, showMark } from "./marking.js";
import {
  acts, anchor, byId, capture, cards, caret, ends, find, list, panel, places, region, root, saves, selecting, sheets, view,
} from "./parts.js";
import { addressOf } from "./places.js";
import { followZoom } from "./zooming.js";

const goTo = byId("go-to");

async function copy(text) {
  await navigator.clipboard.writeText(text);
  say("Link copied.");
}

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
