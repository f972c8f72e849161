// A button that has to be held: what leaves the building is pressed on purpose.

export function holdToPress(root) {
  let timer = null;
  let held = null;

  function begin(button) {
    if (timer) return;
    held = button;
    button.classList.add("held");
    timer = setTimeout(() => {
      end();
      button.form.requestSubmit();
    }, Number(button.dataset.holdMs));
  }

  function end() {
    clearTimeout(timer);
    timer = null;
    held?.classList.remove("held");
    held = null;
  }

  const of = (event) => event.target.closest?.("button.hold");
  root.addEventListener("pointerdown", (event) => of(event) && begin(of(event)));
  for (const name of ["pointerup", "pointercancel", "blur"]) root.addEventListener(name, end, true);
  root.addEventListener("keydown", (event) => {
    if (of(event) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      begin(of(event));
    }
  });
  root.addEventListener("keyup", end);
  root.addEventListener("click", (event) => of(event) && event.preventDefault());
}
