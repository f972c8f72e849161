// Brings the other side's offer, byte by byte as it is.

const place = document.getElementById("offer");

place.addEventListener("change", async () => {
  const [file] = place.files;
  if (!file) return;
  const answer = await fetch("/offer", { method: "POST", body: await file.arrayBuffer() });
  if (answer.ok) {
    location.assign("/");
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const trouble = document.getElementById("trouble");
  trouble.textContent = page.querySelector("[role=alert]")?.textContent ?? answer.statusText;
  trouble.hidden = false;
});
