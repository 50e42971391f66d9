// Send files one by one and show their progress. The server's answer replaces each: its
// state, or why it was refused.

const form = document.querySelector("#upload");
const input = form.querySelector("[type=file]");
const cards = document.querySelector("#cards");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll(input.files);
});
input.addEventListener("change", () => sendAll(input.files));

for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop") sendAll(event.dataTransfer.files);
  });
}

async function sendAll(files) {
  const chosen = [...files];
  input.value = "";
  for (const file of chosen) await send(file);
}

function send(file) {
  const card = document.createElement("div");
  card.className = "panel progress";
  const name = document.createElement("strong");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  card.append(name, bar);
  cards.prepend(card);

  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    bar.max = event.total;
    bar.value = event.loaded;
  });
  return new Promise((done) => {
    request.addEventListener("loadend", () => {
      show(card, request, file);
      done();
    });
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("files", file);
    request.send(data);
  });
}

function show(card, request, file) {
  if (request.status === 0 || !request.responseText) {
    card.classList.add("error");
    card.textContent = `${file.name} could not be uploaded. Try again.`;
    return;
  }
  const answer = document.createElement("template");
  answer.innerHTML = request.responseText;
  // An open upload is listed already, perhaps with a form half filled in.
  const isNew = (each) => !(each.id && document.getElementById(each.id));
  const shown = [...answer.content.children].filter(isNew);
  card.replaceWith(...shown);
  shown.forEach((each) => htmx.process(each));
}
