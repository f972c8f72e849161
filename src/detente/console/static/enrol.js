// The page on which officers make their passkeys: one button, for one officer at a time.

import { create, sign, told as tell } from "/static/passkey.js";

const LOOK_MS = 300;
const place = document.getElementById("wanted");
const button = document.getElementById("give");
const trouble = document.getElementById("trouble");
let job = null;

function show(told) {
  job = told;
  const words = document.body.dataset;
  place.textContent = (words[told.kind] ?? "").replace("%s", told.who ?? "");
  button.hidden = !["create", "sign"].includes(told.kind);
}

async function look() {
  const told = await (await fetch("/wanted")).json();
  if (told.number !== job?.number || told.kind !== job?.kind) show(told);
  if (told.kind === "over") clearInterval(timer);
}

button.addEventListener("click", async () => {
  trouble.hidden = true;
  try {
    const made = job.kind === "create" ? await create(job) : await sign(job);
    const body = JSON.stringify({ ...made, number: job.number });
    await fetch("/answer", { method: "POST", body });
  } catch (error) {
    tell(error);
  }
});

const timer = setInterval(look, LOOK_MS);
look();
