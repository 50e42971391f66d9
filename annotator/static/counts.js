// How many characters are left in a field that may have only so many.

const pointsOf = (text) => [...text.trim().replace(/\s+/g, " ")].length;

function tell(field) {
  const said = document.getElementById(field.getAttribute("aria-describedby"))?.querySelector(".count");
  if (!said) return;
  const left = Number(field.dataset.most) - pointsOf(field.value);
  said.textContent = left < 0 ? `, ${-left} too many` : `, ${left} left`;
  said.classList.toggle("error", left < 0);
}

for (const field of document.querySelectorAll("[data-most]")) tell(field);
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-most]")) tell(event.target);
});
