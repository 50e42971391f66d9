// Move the focus between a box and the list of its results with ↓ and ↑; typing returns
// to the box.

export function walk(input, items, { at = () => {}, stop = () => {} } = {}) {
  const step = (by) => {
    const all = items();
    const now = all.indexOf(document.activeElement);
    if (now + by < 0) return input.focus();
    const next = all[Math.min(all.length - 1, now + by)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    if (next) at(next);
    return undefined;
  };
  return (event) => {
    const inList = items().includes(event.target);
    if (event.target !== input && !inList) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
      return true;
    }
    if (event.key === "Escape") {
      stop();
      return true;
    }
    const types = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (inList && types && event.key !== " ") input.focus(); // the letter goes to the box
    return false;
  };
}
