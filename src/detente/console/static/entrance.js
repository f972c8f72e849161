// At the entrance and at a review: has a passkey sign before a form is sent.

import { sign, told } from "/static/passkey.js";

function put(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
}

async function asked(form) {
  if (form.dataset.challenge) return form.dataset;
  const body = new URLSearchParams({ who: form.elements.who.value });
  const answer = await fetch("/enter/challenge", { method: "POST", body });
  if (answer.ok) return answer.json();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  throw new Error(page.querySelector("main [role=alert]").textContent);
}

function wants(form) {
  const chosen = form.elements.who?.selectedOptions[0];
  return form.dataset.challenge !== undefined || chosen?.dataset.passkey !== undefined;
}

async function go(form) {
  try {
    const wanted = await asked(form);
    put(form, { ...(await sign(wanted)), name: wanted.name ?? "" });
    form.dataset.signed = "";
    form.requestSubmit();
  } catch (error) {
    told(error);
  }
}

function choose(root) {
  const passphrase = root.querySelector("#passphrase");
  if (!passphrase) return;
  const hidden = wants(passphrase.form);
  passphrase.required = !hidden;
  passphrase.closest("p").hidden = hidden;
}

export function signBeforeSending(root) {
  root.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-signs]") || !wants(form) || form.dataset.signed !== undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      go(form);
    },
    true,
  );
  root.addEventListener("change", () => choose(root));
  choose(root);
}
