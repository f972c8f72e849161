// A map that software draws: one frame at a time, with as long between two as one took, and
// rougher frames where they take too long.
//
// Frames asked for meanwhile would queue up, and everything of the page behind them. How
// long one takes goes with the points of the screen, and with what stands on the map.

import { Map as Chart } from "/static/vendor/maplibre-gl.mjs";

// How wide the map is drawn, of the screen's width: each step has half the points of the one
// before. One whose frames take longer than so many ms is left for the next, rougher one.
const STEPS = [
  { of: 1, long_ms: 100 },
  { of: Math.SQRT1_2, long_ms: 100 },
  { of: 0.5, long_ms: 150 },
  { of: Math.SQRT1_2 / 2, long_ms: Infinity },
];

export class SparingChart extends Chart {
  constructor(options) {
    super(options);
    Object.assign(this, { gl: this.getCanvas().getContext("webgl2"), step: 0, long: 0, took_ms: Infinity });
    this.on("render", () => this.await());
    this.on("idle", () => this.refine());
    this.on("remove", () => this.leave());
  }

  /** Ask for a frame: it comes once the last one is drawn, and the screen had its turn. */
  triggerRepaint() {
    if (this.busy) this.wanted = true;
    else super.triggerRepaint();
  }

  leave() {
    cancelAnimationFrame(this.looking);
    clearTimeout(this.pausing);
    if (this.drawing) this.gl.deleteSync(this.drawing);
    this.drawing = null;
  }

  await() {
    const { gl } = this;
    this.leave();
    this.busy = true;
    this.drawing = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.since = performance.now();
    gl.flush();
    this.look();
  }

  look() {
    this.looking = requestAnimationFrame(() => {
      const { gl, drawing } = this;
      // There is none where the browser took the map's drawing away.
      if (drawing && gl.clientWaitSync(drawing, 0, 0) === gl.TIMEOUT_EXPIRED) return this.look();
      this.leave();
      this.came(performance.now() - this.since);
    });
  }

  /** A frame is drawn: draw the next ones more roughly if two were long, and wait. */
  came(took_ms) {
    this.took_ms = took_ms;
    this.long = took_ms > STEPS[this.step].long_ms ? this.long + 1 : 0;
    if (this.long > 1) return this.turn(this.step + 1);
    // What comes in pieces meanwhile, as tiles do, comes in one frame.
    this.pausing = setTimeout(() => this.go(), took_ms);
  }

  go() {
    this.busy = false;
    if (this.wanted) super.triggerRepaint();
    this.wanted = false;
  }

  /** Draw finely again once a frame of twice the points would not be long. */
  refine() {
    if (2 * this.took_ms < STEPS[this.step - 1]?.long_ms) this.turn(this.step - 1);
  }

  turn(step) {
    Object.assign(this, { step, long: 0 });
    this.setPixelRatio(STEPS[step].of * devicePixelRatio);
    this.redraw(); // else the map is bare until the next frame
  }
}
