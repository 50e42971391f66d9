// The pages as small pictures, in the panel. They are made when the panel first shows them.

export class Thumbs {
  constructor(part, { sheets, places }) {
    Object.assign(this, { part, sheets, places });
    this.list = part.querySelector("ol");
    this.onChosen = () => {}; // called when a page was gone to
    // Nobody looks at hundreds of pictures that are not shown.
    new IntersectionObserver((entries, seen) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      this.#make();
    }).observe(part);
    part.addEventListener("click", (event) => this.#clicked(event));
  }

  // Show which page is read.
  at(number) {
    this.current = number;
    const items = [...this.list.children];
    items.forEach((item, at) => item.firstElementChild.toggleAttribute("aria-current", at + 1 === number));
    if (!this.part.contains(document.activeElement)) items[number - 1]?.scrollIntoView({ block: "nearest" });
  }

  #make() {
    const { picture, widths } = this.sheets.scroller.dataset;
    const [width] = JSON.parse(widths);
    this.list.replaceChildren(
      ...this.sheets.all.map((sheet) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#page=${sheet.number}`;
        link.dataset.page = sheet.number;
        const image = new Image(width, Math.round((width * sheet.height) / sheet.width));
        image.loading = "lazy";
        image.alt = "";
        image.src = picture.replace("/pages/0.", `/pages/${sheet.number}.`).replace("w=0", `w=${width}`);
        link.append(image, `Page ${sheet.label}`);
        item.append(link);
        return item;
      }),
    );
    this.at(this.current);
  }

  #clicked(event) {
    const link = event.target.closest("a[data-page]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.places.jump(() => this.sheets.goTo(Number(link.dataset.page)));
    this.onChosen();
  }
}
