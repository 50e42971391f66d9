// What stands around the words that are selected: it is asked for when the selection has
// come to rest, and an answer about an earlier selection is dropped.

const REST = 250; // milliseconds without a change

export class Guard {
  constructor(address) {
    this.address = address;
    this.box = null;
    this.words = "";
  }

  // Show what stands around words {start, end} in a box; nothing for a figure.
  about(box, { start = "", end = "" }) {
    const words = start === "" ? "" : `${start}-${end}`;
    if (box === this.box && words === this.words) return;
    clearTimeout(this.timer);
    this.asked?.abort();
    Object.assign(this, { box, words });
    if (words) box.classList.add("stale");
    else box.replaceChildren();
    if (words) this.timer = setTimeout(() => this.#ask(words), REST);
  }

  // Forget what is shown, as the form is closed.
  clear() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.box?.replaceChildren();
    this.words = "";
  }

  async #ask(words) {
    const { box } = this;
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.address}/around/${words}`, { signal: this.asked.signal });
      if (!answer.ok) throw new TypeError(`Loading the context failed with status ${answer.status}.`);
      const html = await answer.text();
      if (this.words === words && this.box === box) this.#show(box, html);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TypeError)) throw error; // fetch says so when there is no network
      if (this.words === words) this.#show(box, `<p class="small quiet">The context cannot be shown now.</p>`);
    }
  }

  #show(box, html) {
    const hadFocus = box.contains(document.activeElement);
    box.innerHTML = html;
    box.classList.remove("stale");
    if (hadFocus) box.closest("form")?.querySelector("[name^=stance]:checked, [name^=stance]")?.focus({ preventScroll: true });
  }
}
