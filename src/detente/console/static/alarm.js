// Sounds what nobody has acknowledged, and tells the console whether it can sound.
//
// Tones are made here, one for each precedence, so that an officer knows by ear what has
// come. A browser lets a page sound only after somebody pressed something on it, so the
// alarm is armed by a button; a page that is hidden counts as one that nobody sees.

import { choice } from "/static/choices.js";

const REPORT_MS = 4_000;
const URGENT = ["Z", "O", "P", "R"];
const GAINS = { quiet: 0.08, normal: 0.25, loud: 0.7 };
const TONES = {
  Z: { every_ms: 1_000, notes: [[960, 0, 0.22], [720, 0.25, 0.22], [960, 0.5, 0.22], [720, 0.75, 0.22]] },
  O: { every_ms: 4_000, notes: [[880, 0, 0.18], [880, 0.3, 0.18], [880, 0.6, 0.18]] },
  P: { every_ms: 15_000, notes: [[660, 0, 0.25], [660, 0.4, 0.25]] },
  R: { every_ms: 60_000, notes: [[520, 0, 0.4]] },
  lost: { every_ms: 3_000, notes: [[220, 0, 0.9]] },
};

export class Alarm {
  constructor() {
    this.context = null;
    this.next = 0;
    this.wanted = null;
  }

  begin() {
    this.button = document.getElementById("arm");
    this.quiet = document.getElementById("silence");
    this.button.addEventListener("click", () => this.arm());
    this.quiet.addEventListener("click", () => fetch("/silence", { method: "POST" }));
    document.addEventListener("visibilitychange", () => this.report());
    this.open();
    setInterval(() => this.report(), REPORT_MS);
    setInterval(() => this.play(), 200);
    this.report();
  }

  open() {
    this.context ??= new AudioContext();
    this.context.onstatechange = () => this.report();
  }

  arm() {
    return this.tryOut("R");
  }

  /** Sound a tone once, by the press of a button; whether it could be sounded. */
  async tryOut(name) {
    this.open();
    await this.context.resume();
    this.tone(name);
    this.report();
    return this.armed;
  }

  get armed() {
    return this.context?.state === "running";
  }

  report() {
    this.button.hidden = this.armed;
    document.body.classList.toggle("unarmed", !this.armed);
    const canSound = this.armed && document.visibilityState === "visible";
    const body = new URLSearchParams({ can_sound: canSound ? "yes" : "no" });
    fetch("/alarm", { method: "POST", body }).catch(() => {});
  }

  sound(sounding) {
    this.quiet.hidden = sounding.every((each) => each.silent);
    const loud = sounding.filter((each) => !each.silent).map((each) => each.precedence);
    const wanted = URGENT.find((each) => loud.includes(each)) ?? null;
    if (wanted !== this.wanted) this.next = 0;
    this.wanted = wanted;
    document.body.dataset.sounding = wanted ?? "";
  }

  lost() {
    this.wanted = "lost";
    this.next = 0;
    document.body.dataset.sounding = "lost";
  }

  play() {
    const now = performance.now();
    if (!this.wanted || now < this.next) return;
    this.next = now + TONES[this.wanted].every_ms;
    // One page of a browser sounds, whichever comes first: two together are a noise.
    navigator.locks.request("detente-tone", { ifAvailable: true }, async (lock) => {
      if (lock) await this.tone(this.wanted);
    });
  }

  async tone(name) {
    if (!this.armed || !TONES[name]) return;
    const start = this.context.currentTime;
    for (const [pitch_hz, after_s, for_s] of TONES[name].notes) {
      const source = this.context.createOscillator();
      const loudness = this.context.createGain();
      source.frequency.value = pitch_hz;
      loudness.gain.value = GAINS[choice("loudness")] ?? GAINS.normal;
      source.connect(loudness).connect(this.context.destination);
      source.start(start + after_s);
      source.stop(start + after_s + for_s);
    }
    await new Promise((done) => setTimeout(done, TONES[name].every_ms / 2));
  }
}
