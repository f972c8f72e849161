// Keeps what is typed at the console, as it is typed: a page that is lost loses nothing.

const AFTER_MS = 500;

export function keepDrafts(root) {
  let timer = null;

  function keep(form) {
    const body = new URLSearchParams(new FormData(form));
    body.set("address", form.dataset.draft);
    fetch("/drafts", { method: "POST", body, keepalive: true }).catch(() => {});
  }

  root.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), AFTER_MS);
  });
}
