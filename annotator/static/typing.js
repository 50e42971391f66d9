// Type to anchor in the claim editor: Enter links the words, or with Shift their sentence.

import { say } from "./toast.js";
import { walk } from "./walking.js";

const form = document.querySelector("#anchor-claim");
const input = form.querySelector("#typed");
const candidates = () => [...form.querySelectorAll(".candidate")];
const key = walk(input, candidates, { stop: () => input.focus() });

// Enter waits for the list for the last input, so that no older suggestion is linked.
let isBehind = false;
let wanted = null; // the key to act on once the list has arrived

function link(candidate, { sentence }) {
  const whole = candidate?.closest("li").querySelector(".whole-sentence");
  const button = (sentence && whole) || candidate;
  if (button) form.requestSubmit(button);
  else say("No report contains anything like it.");
}

input.addEventListener("input", () => (isBehind = true));
form.addEventListener("htmx:afterSettle", () => {
  isBehind = false;
  if (wanted) link(candidates()[0], wanted);
  wanted = null;
});

form.addEventListener("keydown", (event) => {
  if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
    event.preventDefault();
    form.querySelectorAll("[name=stance]")[Number(event.code.at(-1)) - 1].checked = true;
    return;
  }
  if (key(event) || event.key !== "Enter") return;
  const candidate = event.target.closest(".candidate");
  if (event.target !== input && !candidate) return;
  event.preventDefault();
  if (event.target === input && !input.value.trim()) return;
  if (event.target === input && isBehind) wanted = { sentence: event.shiftKey };
  else link(candidate ?? candidates()[0], { sentence: event.shiftKey });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  if (event.key === "z") document.querySelector("#undo")?.click();
  if (event.key !== "t") return;
  event.preventDefault();
  input.focus();
  input.scrollIntoView({ block: "center" });
});
