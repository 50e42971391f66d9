// Keys of the review queue: j and k move, a letter or digit presses a button.

const items = () => [...document.querySelectorAll(".review-item")];
const current = () => document.activeElement?.closest(".review-item");

function go(step) {
  const all = items();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start", behavior: "auto" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=hidden]), textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else {
    const item = current() ?? items()[0];
    const key = /^[1-9a-z]$/.test(event.key) ? event.key : "none";
    const button = item?.querySelector(`[data-key="${key}"]`) ?? (key === "u" && lastUndo());
    if (!button) return;
    item.focus({ preventScroll: true });
    button.click();
  }
  event.preventDefault();
});

// Undo the last decision, whichever item has the focus.
let decided = null;
const lastUndo = () => decided?.isConnected && decided.querySelector("[data-key=u]");

// The new part replaces the item that was decided on and takes its focus. Until htmx has
// settled it, it has the attributes of the old part.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const part = document.getElementById(event.detail.target.id) ?? event.detail.elt;
  if (!part?.matches(".review-item")) return;
  if (part.matches(".decided")) decided = part;
  part.focus({ preventScroll: true });
});

if (document.activeElement === document.body) go(0);
