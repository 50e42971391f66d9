// The panel beside the pages: outline, marks, find. On a small screen it is a drawer.

const SMALL = matchMedia("(max-width: 60rem)");

export class Panel {
  constructor(panel, button) {
    Object.assign(this, { panel, button });
    this.tabs = [...panel.querySelectorAll("[role=tab]")];
    this.tabs.forEach((tab) => tab.addEventListener("click", () => this.open(tab.id.replace("tab-", ""))));
    panel.querySelector("[role=tablist]").addEventListener("keydown", (event) => this.#key(event));
    this.open("outline", { show: false });
    this.#show(!SMALL.matches);
    SMALL.addEventListener("change", () => this.#show(!SMALL.matches));
  }

  get isDrawer() {
    return SMALL.matches;
  }

  get isShown() {
    return !this.panel.hidden;
  }

  open(name, { show = true } = {}) {
    for (const tab of this.tabs) {
      const chosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (show) this.#show(true);
  }

  toggle() {
    this.#show(this.panel.hidden);
    if (!this.panel.hidden) this.tabs.find((tab) => tab.tabIndex === 0).focus();
  }

  // A drawer covers the pages, so it closes once something in it was chosen.
  chosen() {
    if (this.isDrawer) this.#show(false);
  }

  #show(shown) {
    this.panel.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
  }

  // Highlight the reader's place in the outline.
  at(page) {
    const lines = [...this.panel.querySelectorAll(".outline a")];
    const here = lines.findLast((line) => Number(line.dataset.page) <= page);
    lines.forEach((line) => line.removeAttribute("aria-current"));
    here?.setAttribute("aria-current", "location");
    if (here && !this.panel.hidden && !this.panel.contains(document.activeElement)) {
      here.scrollIntoView({ block: "nearest" });
    }
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const at = this.tabs.indexOf(document.activeElement);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    this.open(next.id.replace("tab-", ""));
    next.focus();
  }
}
