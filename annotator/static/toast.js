// A message at the foot of the page.

export function say(message) {
  const line = document.createElement("p");
  line.className = "toast";
  line.setAttribute("role", "status");
  line.textContent = message;
  document.querySelector("#toasts")?.replaceChildren(line);
}
