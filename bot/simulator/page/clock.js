// The clinic's clock: it shows the instants it runs through on its way.
import { control } from "./control.js";
import { calm, find, wait } from "./dom.js";
import { hourOf, seconds, shortDayOf } from "./time.js";

const INSTANT_MS = 110;
const MOST_SHOWN = 12;

export class Clock {
  constructor(onmove, onrefused) {
    this.box = find(".clock");
    this.onmove = onmove;
    this.buttons = [...this.box.querySelectorAll("[data-clock]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.move(button.dataset.clock).catch(onrefused));
    }
  }

  button(to) {
    return this.buttons.find((button) => button.dataset.clock === to);
  }

  /** A clinic in real time has no buttons to move it. */
  offer(movable) {
    for (const button of this.buttons) button.hidden = !movable;
  }

  enable(on) {
    this.enabled = on;
    for (const button of this.buttons) button.disabled = !on;
  }

  async move(to) {
    this.box.classList.add("running");
    for (const button of this.buttons) button.disabled = true;
    try {
      await control("clock", { to });
    } finally {
      this.box.classList.remove("running");
      this.enable(this.enabled);
    }
  }

  /** A new time; the instants passed on the way are shown one after the other. */
  async set(now, through = []) {
    this.now = seconds(now);
    const turn = (this.turn = Symbol("turn"));
    for (const instant of calm() ? [] : through.slice(-MOST_SHOWN)) {
      this.show(seconds(instant));
      await wait(INSTANT_MS);
      if (this.turn !== turn) return;
    }
    this.show(this.now);
  }

  show(moment) {
    find("b", this.box).textContent = hourOf(moment);
    find("time span", this.box).textContent = shortDayOf(moment);
    find("time", this.box).dateTime = new Date(moment * 1000).toISOString();
    this.onmove(moment);
  }
}
