// A map that software draws: no frame before the last one is on the screen, and rougher ones where they take too long.
//
// Frames asked for meanwhile would queue up, and everything of the page behind them. How
// long one takes goes with the points of the screen and with what stands on it.

import { Map as Chart } from "/static/vendor/maplibre-gl.mjs";

const LONG_MS = 100;
const SHORT_MS = 40;
// The side of a point of the map, in points of the screen: each step has half as many.
const STEPS = [1, Math.SQRT1_2, 0.5];

export class SparingChart extends Chart {
  constructor(options) {
    super(options);
    Object.assign(this, { gl: this.getCanvas().getContext("webgl2"), step: 0, long: 0, took_ms: 0 });
    this.on("render", () => this.await());
    this.on("idle", () => { if (this.took_ms < SHORT_MS) this.turn(this.step - 1); });
    this.on("remove", () => cancelAnimationFrame(this.looking));
  }

  /** Ask for a frame: it comes once the last one is drawn. */
  triggerRepaint() {
    if (this.drawing) this.wanted = true;
    else super.triggerRepaint();
  }

  await() {
    const { gl } = this;
    if (this.drawing) gl.deleteSync(this.drawing);
    this.drawing = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.since = performance.now();
    gl.flush();
    cancelAnimationFrame(this.looking);
    this.look();
  }

  look() {
    this.looking = requestAnimationFrame(() => {
      const { gl, drawing } = this;
      if (gl.clientWaitSync(drawing, 0, 0) === gl.TIMEOUT_EXPIRED) return this.look();
      gl.deleteSync(drawing);
      this.drawing = null;
      this.came();
    });
  }

  /** One frame is on the screen: draw more roughly after two long ones, and go on. */
  came() {
    this.took_ms = performance.now() - this.since;
    this.long = this.took_ms > LONG_MS ? this.long + 1 : 0;
    if (this.long > 1) this.turn(this.step + 1);
    if (this.wanted) super.triggerRepaint();
    this.wanted = false;
  }

  turn(step) {
    if (!STEPS[step] || step === this.step) return;
    Object.assign(this, { step, long: 0 });
    this.setPixelRatio(STEPS[step] * devicePixelRatio);
    this.redraw(); // else the map is bare until the next frame
  }
}
