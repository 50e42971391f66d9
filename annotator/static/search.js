// The search page: keys that move from the box through the results, a history entry for
// each settled query, and a count that screen readers announce once typing has stopped.

const SETTLED = 900; // milliseconds without typing after which a query is settled
const box = document.querySelector("#q");
const said = document.querySelector("#said");
const keys = document.querySelector("#keys");
const results = () => document.querySelector("#results");
const hits = () => [...results().querySelectorAll(".hit-open")];
const hitOf = (element) => element?.closest(".hit");

// History: the first answer to a new query adds an entry; answers that follow while it is
// still being typed replace that entry.

let isOpen = false; // the newest entry is of a query that is still being typed
let settling = null;

function remember(address) {
  if (address === location.pathname + location.search) return;
  if (isOpen) history.replaceState({ search: true }, "", address);
  else history.pushState({ search: true }, "", address);
  isOpen = true;
}

function settle() {
  clearTimeout(settling);
  isOpen = false;
}

function settleSoon() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    settle();
    said.textContent = results().dataset.said;
  }, SETTLED);
}

let isGoingBack = false;

addEventListener("popstate", () => {
  settle();
  isGoingBack = true;
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  const address = location.pathname + location.search;
  const asked = htmx.ajax("GET", address, { source: results(), target: results(), swap: "outerHTML" });
  asked.catch(() => {}); // aborted by the next one; htmx:sendError reports failures
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (!results() || !event.target.matches("#results, body, #search")) return;
  const { address, query } = results().dataset;
  if (!isGoingBack) remember(address);
  isGoingBack = false;
  box.setAttribute("aria-describedby", results().querySelector("#problem") ? "problem" : "search-hint");
  box.toggleAttribute("aria-invalid", Boolean(results().querySelector("#problem")));
  if (box.matches("[aria-invalid]")) box.setAttribute("aria-invalid", "true");
  document.title = document.title.replace(/^(?:.* · )?(?=Search · )/, query ? `${query} · ` : "");
  settleSoon();
});

document.body.addEventListener("htmx:sendError", () => {
  said.textContent = "The server cannot be reached. Try again.";
});
document.querySelector("#search").addEventListener("submit", settle);
box.addEventListener("blur", settle);

// Keys

function go(step) {
  const all = hits();
  const at = all.findIndex((link) => hitOf(link) === hitOf(document.activeElement));
  if (at < 0 && step < 0) return;
  if (at + step < 0) return toBox();
  const next = all[Math.min(all.length - 1, at + step)];
  next?.focus({ preventScroll: true });
  hitOf(next)?.scrollIntoView({ block: "nearest" });
}

function toBox() {
  box.focus();
  box.select();
}

async function copy(hit) {
  const cite = hit?.querySelector(".cite");
  if (!cite) return;
  const line = cite.querySelector(".citation");
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(line.textContent);
    tell("Citation copied.");
    return;
  }
  cite.open = true; // without TLS the clipboard is not available
  getSelection().selectAllChildren(line);
  tell("Press Ctrl + C to copy it.");
}

function tell(message) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = message;
  said.textContent = message;
  document.querySelector(".toast")?.remove();
  document.body.append(line);
  setTimeout(() => line.remove(), 4000);
}

const shortcuts = {
  "/": toBox,
  j: () => go(1),
  k: () => go(-1),
  ArrowDown: () => go(1),
  ArrowUp: () => go(-1),
  c: () => copy(hitOf(document.activeElement)),
  e: () => hitOf(document.activeElement)?.querySelector(".hit-use")?.click(),
  Escape: toBox,
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog[open]")) return;
  const typing = event.target.matches("input:not([type=hidden]), textarea, select");
  if (typing && event.key !== "ArrowDown") return;
  if (typing && event.target !== box) return;
  const inHit = hitOf(event.target);
  if (event.key.startsWith("Arrow") && !typing && !inHit) return; // scrolls the page
  if (!shortcuts[event.key]) return;
  event.preventDefault();
  shortcuts[event.key]();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-do=copy]")) copy(hitOf(event.target));
});
