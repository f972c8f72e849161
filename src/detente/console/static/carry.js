// Carries the map as a picture while somebody drags or zooms it, and draws it anew once it rests.
//
// For browsers where software draws: to draw thousands of areas takes longer than a frame
// may, to move their picture takes next to nothing. A graphics card needs none of this.

const REST_MS = 120;
const CLICK_PX = 3;
// Of the shorter side: a picture that was carried so far leaves too much bare behind it.
const FAR = 0.35;
const WHEEL_PX = 450; // of a wheel's way: twice as near

const as_is = () => ({ scale: 1, x: 0, y: 0 });

class Carried {
  constructor(chart, moved) {
    Object.assign(this, { chart, moved, at: as_is(), fingers: new Map(), begun: null, dragged: false, settling: false, drawing: false, resting: null });
    this.picture = chart.getCanvasContainer();
    this.picture.style.transformOrigin = "0 0";
    this.hear();
  }

  hear() {
    const on = (kind, heard, options) => this.picture.addEventListener(kind, heard.bind(this), options);
    on("pointerdown", this.pressed);
    on("pointermove", this.followed);
    on("pointerup", this.released);
    on("pointercancel", this.released);
    on("wheel", this.turned, { passive: false });
    // What ends a drag is not a press of what lies there.
    on("click", (event) => { if (this.dragged) event.stopPropagation(); }, true);
    this.chart.on("remove", () => clearTimeout(this.resting));
    // Whoever moves the map by other means moves it from where it was drawn.
    this.drawnAt = this.camera();
    this.chart.on("moveend", () => { if (!this.settling && this.drawnAt !== this.camera()) this.show(as_is()); this.drawnAt = this.camera(); });
  }

  camera() {
    return `${this.chart.getCenter()} ${this.chart.getZoom()}`;
  }

  /** Whether the picture is elsewhere than it was drawn for. */
  get away() {
    return this.at.scale !== 1 || Boolean(this.at.x || this.at.y);
  }

  /** Where a pointer is on the place of the map, whatever became of the picture. */
  point({ clientX, clientY }) {
    const { left, top } = this.chart.getContainer().getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  pressed(event) {
    if (event.button !== 0 || event.shiftKey) return;
    this.fingers.set(event.pointerId, this.point(event));
    this.begun = this.held();
    this.dragged = this.fingers.size > 1;
  }

  followed(event) {
    if (!this.fingers.has(event.pointerId)) return;
    const before = this.held();
    const there = this.point(event);
    if (!this.dragged && Math.hypot(there.x - this.begun.x, there.y - this.begun.y) <= CLICK_PX) return;
    this.fingers.set(event.pointerId, there);
    if (!this.dragged) this.picture.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.carry(before, this.held());
  }

  released({ pointerId }) {
    if (this.fingers.delete(pointerId) && this.dragged) this.rest();
  }

  turned(event) {
    event.preventDefault();
    const way = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1);
    const there = this.point(event);
    this.carry({ ...there, apart: 1 }, { ...there, apart: 2 ** (-way / WHEEL_PX) });
  }

  /** The middle of the fingers, and how far they are apart: one finger is 1 apart. */
  held() {
    const all = [...this.fingers.values()];
    const mean = (axis) => all.reduce((sum, each) => sum + each[axis], 0) / all.length;
    const [one, other] = all;
    return { x: mean("x"), y: mean("y"), apart: other ? Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)) : 1 };
  }

  carry(from, to) {
    const { chart, at } = this;
    const zoom = chart.getZoom() + Math.log2(at.scale * to.apart / from.apart);
    const scale = 2 ** (Math.min(chart.getMaxZoom(), Math.max(chart.getMinZoom(), zoom)) - chart.getZoom());
    const times = scale / at.scale;
    this.show({ scale, x: to.x - (from.x - at.x) * times, y: to.y - (from.y - at.y) * times });
    this.moved();
    this.rest();
    if (this.bare()) this.settle();
  }

  show(at) {
    this.at = at;
    this.picture.style.transform = !this.away ? "" : `translate3d(${at.x}px, ${at.y}px, 0) scale(${at.scale})`;
  }

  bare() {
    const { clientWidth: wide, clientHeight: high } = this.chart.getContainer();
    const { scale, x, y } = this.at, most = FAR * Math.min(wide, high);
    return Math.max(x, y, wide - x - wide * scale, high - y - high * scale) > most;
  }

  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.settle(), REST_MS);
  }

  /** Draw what the place shows, and put the picture back where it belongs as it comes. */
  settle() {
    const { chart, at } = this;
    clearTimeout(this.resting);
    if (this.drawing) return; // once it is drawn, whatever it was carried on is
    const { clientWidth: wide, clientHeight: high } = chart.getContainer();
    const center = chart.unproject([(wide / 2 - at.x) / at.scale, (high / 2 - at.y) / at.scale]);
    this.drawing = this.settling = true;
    chart.once("render", () => {
      const { scale, x, y } = this.at, times = scale / at.scale;
      this.show({ scale: times, x: x - at.x * times, y: y - at.y * times });
      this.drawing = false;
      if (this.away) this.rest();
    });
    chart.jumpTo({ center, zoom: chart.getZoom() + Math.log2(at.scale) });
    this.settling = false;
  }
}

/** Take the gestures of a map over; `moved` hears that it is not where it was drawn. */
export function carry(chart, moved) {
  for (const gesture of [chart.dragPan, chart.scrollZoom, chart.touchZoomRotate]) gesture.disable();
  chart.getCanvasContainer().style.touchAction = "none";
  return new Carried(chart, moved);
}
