// Buttons that copy the text below them, on pages of the desk and on public ones.

function tell(message) {
  const line = document.createElement("p");
  line.className = "toast";
  line.setAttribute("role", "status");
  line.textContent = message;
  document.querySelector("body > .toast")?.remove();
  document.body.append(line);
  setTimeout(() => line.remove(), 4000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const text = button.closest(".format").querySelector(".citation");
  try {
    await navigator.clipboard.writeText(text.textContent);
    tell(`Copied as ${button.dataset.copies}.`);
  } catch {
    // Without TLS, or without leave, the clipboard is not to be had.
    getSelection().selectAllChildren(text);
    tell("Press Ctrl + C to copy it.");
  }
});
