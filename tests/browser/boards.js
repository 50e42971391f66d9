// What is wrong with the boards of a page as they are drawn: words that are too small, leave
// their drawing or run into one another, rows that are not drawn exactly once.
() => {
  const wrong = [];
  const shown = (element) => getComputedStyle(element).display !== "none";
  for (const row of document.querySelectorAll(".board-row")) {
    const name = row.querySelector(".board-name").textContent.trim().slice(0, 30);
    const drawn = [...row.querySelectorAll("svg.drawn")];
    if (drawn.length && drawn.filter(shown).length !== 1) wrong.push(`${name}: drawn ${drawn.filter(shown).length} times`);
    for (const svg of drawn.filter(shown)) {
      const frame = svg.getBoundingClientRect();
      const scale = frame.width / svg.viewBox.baseVal.width;
      const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect(), text]);
      for (const [words, box, text] of boxes) {
        const size = parseFloat(getComputedStyle(text).fontSize) * scale;
        if (size < 11) wrong.push(`${name}: “${words}” is ${size} px`);
        if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push(`${name}: “${words}” leaves its drawing`);
      }
      for (const [at, [words, box]] of boxes.entries()) {
        for (const [others, other] of boxes.slice(at + 1)) {
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          if (across > 1 && down > 2) wrong.push(`${name}: “${words}” meets “${others}”`);
        }
      }
    }
  }
  return wrong;
}
