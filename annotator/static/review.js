// The review queue by keyboard: j and k walk, a letter or digit presses a button.

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

// Undo works on the last decision, wherever one has walked since.
let decided = null;
const lastUndo = () => decided?.isConnected && decided.querySelector("[data-key=u]");

// The new part takes the place, and the focus, of the one that was decided on. Until it is
// settled it has the attributes of the old.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const part = document.getElementById(event.detail.target.id) ?? event.detail.elt;
  if (!part?.matches(".review-item")) return;
  if (part.matches(".decided")) decided = part;
  part.focus({ preventScroll: true });
});

if (document.activeElement === document.body) go(0);
