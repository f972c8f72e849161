// What a page needs for print and for letters that the machine may lack.

const CHINESE = "/static/vendor/noto-sans-sc.css";

export function printPages(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
}

export function drawChinese(root) {
  // Its style sheet names a hundred slices: only a page with Chinese on it loads that.
  if (!root.querySelector("main :lang(zh)") || root.querySelector(`link[href="${CHINESE}"]`)) return;
  const link = root.createElement("link");
  link.rel = "stylesheet";
  link.href = CHINESE;
  root.head.append(link);
}

export function beginPaper(root) {
  const look = () => {
    printPages(root);
    drawChinese(root);
  };
  root.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && print());
  root.body.addEventListener("htmx:afterSettle", look);
  look();
}
