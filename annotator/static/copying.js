// Buttons that copy the text below them, on pages of the desk.

import { say } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const text = button.closest(".format").querySelector(".citation");
  try {
    await navigator.clipboard.writeText(text.textContent);
    say(`Copied as ${button.dataset.copies}.`);
  } catch {
    // Without TLS, or without leave, the clipboard is not to be had.
    getSelection().selectAllChildren(text);
    say("Press Ctrl + C to copy it.");
  }
});
