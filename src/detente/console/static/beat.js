// Hears the beat through one stream for all pages of this browser.
//
// Over HTTP/1.1 a browser opens six connections to a host: with a stream a page the
// seventh page would wait for ever. So one shared worker hears, and tells all pages.

export function hear(onBeat, onTrouble) {
  // A worker a language, by its name: pages of two languages may be open at once.
  const worker = new SharedWorker("/static/stream.js", { name: document.documentElement.lang });
  worker.port.onmessage = ({ data }) => {
    if (data.kind === "beat") onBeat(data.told);
    else onTrouble(data.told);
  };
  worker.port.start();
  addEventListener("pagehide", () => worker.port.postMessage("gone"));
}
