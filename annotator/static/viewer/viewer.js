// The viewer: puts the pieces together and listens for keys and buttons.

import { Capture } from "./capture.js";
import { Find } from "./find.js";
import { Pages } from "./pages.js";
import { RegionTool } from "./region.js";
import { Selection } from "./selection.js";
import { say } from "../toast.js";

const pages = new Pages(document.querySelector("#pages"));
const capture = new Capture(document.querySelector("#capture"), pages);
const selection = new Selection(pages, (span) => capture.openSpan(span));
const region = new RegionTool(pages, document.querySelector("[data-do=region]"), (area) =>
  capture.openRegion(area),
);
const find = new Find(document.querySelector("#find-words"), document.querySelector("#found"), pages, capture);

const panel = document.querySelector("#panel");
const keys = document.querySelector("#keys");
const goTo = document.querySelector("#go-to");

const actions = {
  panel: togglePanel,
  in: () => pages.zoom(1.2),
  out: () => pages.zoom(1 / 1.2),
  fit: () => pages.fit(),
  region: () => region.toggle(),
  help: () => keys.showModal(),
  close: () => capture.close(),
  link: (button) => capture.openFromCard(button),
  copy: copyAddress,
};

const shortcuts = {
  f: () => find.focus(),
  "/": () => find.focus(),
  g: () => goTo.select(),
  j: () => pages.turn(1),
  k: () => pages.turn(-1),
  "+": actions.in,
  "=": actions.in,
  "-": actions.out,
  0: actions.fit,
  r: () => region.toggle(true),
  m: () => selection.mark(),
  "?": actions.help,
};

function togglePanel() {
  const hidden = panel.toggleAttribute("hidden");
  document.querySelector("[data-do=panel]").setAttribute("aria-expanded", String(!hidden));
  pages.rescale();
}

async function copyAddress(link, event) {
  event.preventDefault();
  await navigator.clipboard.writeText(new URL(link.getAttribute("href"), location).href);
  say("Copied.");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]:not(form)");
  if (button && actions[button.dataset.do]) actions[button.dataset.do](button, event);
  const mark = event.target.closest("a[data-passage]");
  if (mark && !event.ctrlKey && !event.metaKey) openMark(mark, event);
});

function openMark(mark, event) {
  if (mark.closest("#mark-list")) return; // the address itself leads there
  event.preventDefault();
  history.replaceState(null, "", mark.getAttribute("href"));
  capture.openPassage(mark.dataset.passage, mark.getBoundingClientRect());
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    region.stop();
    capture.close();
    return;
  }
  const typing = event.target.closest("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (region.handleKey(event)) return;
  const action = shortcuts[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

document.querySelector("form.go-to").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!pages.goTo(goTo.value.trim())) say(`There is no page “${goTo.value}”.`);
});

pages.onTurn((label) => {
  if (document.activeElement !== goTo) goTo.value = label;
});

if (window.matchMedia("(max-width: 60rem)").matches) togglePanel();
pages.start();
