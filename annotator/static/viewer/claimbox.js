// The box in which a claim is found or stated: type, move in the list with the arrows,
// choose with Enter. It follows the combobox pattern of the ARIA guide.

export class ClaimBox {
  // ``suffix`` stands behind the ids of its fields, if a form has several such boxes.
  constructor(box, suffix = "") {
    const find = (id) => box.querySelector(`#${id}${suffix}`);
    this.input = find("claim-text");
    this.list = find("claim-options");
    this.claim = find("claim");
    this.details = find("new-claim");
    this.category = find("category");
    this.active = -1;
    this.input.addEventListener("input", () => this.#typing());
    this.input.addEventListener("focus", () => this.claim.value || htmx.trigger(this.input, "look"));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-claim]");
      if (option) this.#take(option);
    });
    this.list.addEventListener("htmx:afterSwap", (event) => {
      event.stopPropagation();
      this.#came();
    });
  }

  // The facts of a new claim are shown if one is stated.
  attachDetails() {
    this.details.hidden = this.claim.value !== "new";
  }

  // Take words left in the box as they are, before the form is sent.
  settle() {
    if (this.input.value.trim() && !this.claim.value) this.#leave();
  }

  reset() {
    this.claim.value = "";
    this.details.hidden = true;
    this.#close();
  }

  get #options() {
    return [...this.list.querySelectorAll("[data-claim]")];
  }

  #typing() {
    this.claim.value = "";
    this.details.hidden = true;
  }

  #came() {
    if (document.activeElement !== this.input || this.claim.value) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.list.scrollIntoView({ block: "nearest" });
    this.#activate(-1);
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  // Words left in the box are a new claim, unless they equal an existing one.
  #leave() {
    const typed = this.input.value.trim();
    if (typed && !this.claim.value) {
      const same = this.#options.find(({ dataset }) => dataset.text.toLowerCase() === typed.toLowerCase());
      this.#choose(same ? same.dataset.claim : "new");
    }
    this.#close();
  }

  #activate(index) {
    const options = this.#options;
    this.active = options.length ? Math.max(-1, Math.min(options.length - 1, index)) : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.active)));
    const active = options[this.active];
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  #take(option) {
    this.input.value = option.dataset.text;
    this.#choose(option.dataset.claim);
    this.#close();
  }

  #choose(claim) {
    this.claim.value = claim;
    this.details.hidden = claim !== "new";
    this.input.removeAttribute("aria-invalid");
    if (claim === "new" && !this.category.value) {
      requestAnimationFrame(() => document.activeElement === this.input && this.category.focus());
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return htmx.trigger(this.input, "look");
      return this.#activate(this.active + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      return this.#close();
    }
    if (event.key !== "Enter") return undefined;
    const typed = this.input.value.trim();
    const options = this.#options;
    if (open && this.active >= 0) {
      event.preventDefault();
      return this.#take(options[this.active]);
    }
    if (!this.claim.value && typed) {
      event.preventDefault(); // a new claim: its category is still to be chosen
      this.#leave();
    }
    return undefined;
  }
}
