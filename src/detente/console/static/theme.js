// Puts the colours that were chosen for this browser in force before anything is drawn:
// a page that turned dark once it is loaded would first shine white into a dark room.
//
// So it is no module, which would wait until then. The light colours stand in one rule of
// colours.css; what is chosen is when that rule counts. Paper has a rule of its own.
{
  const WHEN = { machine: "(prefers-color-scheme: light)", dark: "not all", light: "screen" };
  const sheet = [...document.styleSheets].find(({ href }) => href?.endsWith("/colours.css"));
  const light = [...sheet.cssRules].find(({ media }) => media?.mediaText === WHEN.machine);
  const apply = () => {
    light.media.mediaText = WHEN[localStorage.getItem("detente-theme")] ?? WHEN.machine;
  };
  apply();
  document.addEventListener("detente:chosen", apply);
}
