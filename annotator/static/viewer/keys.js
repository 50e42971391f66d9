// Buttons and keys of the viewer, each with its action.

const typingIn = "textarea, select, input:not([type=radio], [type=checkbox])";

export function followKeys({ actions, shortcuts, first, close }) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]?.(button);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches(typingIn);
    if (event.key === "Escape" && !event.target.closest("dialog")) return close();
    if (typing || event.target.closest("dialog")) return undefined; // a field has an undo of its own
    if (turns(event, actions)) return event.preventDefault();
    if (first(event)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || !shortcuts[event.key]) return undefined;
    event.preventDefault();
    return shortcuts[event.key]();
  });
}

// Ctrl + Z undoes, Ctrl + Shift + Z and Ctrl + Y redo.
function turns({ key, ctrlKey, metaKey, shiftKey }, { undo, redo }) {
  if (!ctrlKey && !metaKey) return false;
  const pressed = key.toLowerCase();
  if (pressed === "z") (shiftKey ? redo : undo)();
  else if (pressed === "y") redo();
  else return false;
  return true;
}
