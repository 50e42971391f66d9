// Where the reader is: in the address, in the history of jumps, and for the next time the
// report is opened.

const PAUSE = 250; // milliseconds; browsers limit how often the address may change
const PASSING = ["capture", "claim"]; // what led here, not where one is
const SPAN = ["start", "end"]; // what a search led to, as long as its page is read

export class Places {
  constructor(sheets, { person, report, revision }) {
    Object.assign(this, { sheets, key: `place ${person} ${report}`, revision });
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => this.#back(event.state));
    addEventListener("pagehide", () => this.#remember());
  }

  // Go somewhere else; "back" leads to where the reader is now.
  async jump(go) {
    history.replaceState({ ...history.state, place: this.sheets.here }, "");
    await go();
    const address = this.#address(this.sheets.current);
    history.pushState({ place: this.sheets.here }, "", address);
  }

  moved() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const here = this.sheets.here;
      history.replaceState({ ...history.state, place: here }, "", this.#address(this.sheets.current));
      this.#remember();
    }, PAUSE);
  }

  // Where to open: where the history was left, or where the person was last.
  get last() {
    if (history.state?.place) return history.state.place;
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept?.revision === this.revision ? kept : null;
    } catch {
      return null; // storage is switched off, or holds something else
    }
  }

  #remember() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.sheets.here, revision: this.revision }));
    } catch {
      // Storage is full or switched off: the report opens at its beginning.
    }
  }

  #back(state) {
    if (state?.place) this.sheets.goTo(state.place.page, state.place.share);
  }

  #address(page) {
    const address = new URL(location.href);
    const isElsewhere = page !== Number(address.searchParams.get("page"));
    [...PASSING, ...(isElsewhere ? SPAN : [])].forEach((name) => address.searchParams.delete(name));
    address.searchParams.set("page", page);
    address.hash = "";
    return address;
  }
}

// Keep what is looked for in the address, so that a reload finds it again.
export function keepFind(words) {
  const address = new URL(location.href);
  if (words) address.searchParams.set("find", words);
  else address.searchParams.delete("find");
  history.replaceState(history.state, "", address);
}

export function addressOf(values, hash = "") {
  const address = new URL(location.pathname, location.origin);
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  address.hash = hash;
  return address.href;
}
