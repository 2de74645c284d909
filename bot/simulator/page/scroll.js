// Where a chat is scrolled to: it follows the newest message only while that one is in sight.
import { calm, find } from "./dom.js";

const NEAR_PX = 60;

export class Scroll {
  constructor(log, jump) {
    this.log = log;
    this.jump = jump;
    this.reset();
    jump.addEventListener("click", () => this.toBottom(true));
    log.addEventListener("scroll", () => this.moved(), { passive: true });
    // scrolling of our own passes places that are not the bottom; a person's hand ends that
    log.addEventListener("scrollend", () => this.landed());
    for (const hand of ["wheel", "touchmove", "keydown"]) {
      log.addEventListener(hand, () => (this.gliding = false), { passive: true });
    }
    new ResizeObserver(() => this.stuck && this.toBottom(false)).observe(log);
  }

  reset() {
    this.stuck = true;
    this.gliding = false;
    this.below = 0;
    this.button();
  }

  atBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
  }

  toBottom(smooth) {
    const glide = smooth && !calm();
    this.stuck = true;
    this.gliding = glide;
    this.below = 0;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: glide ? "smooth" : "auto" });
    this.button();
  }

  moved() {
    if (this.gliding) return;
    this.stuck = this.atBottom();
    if (this.stuck) this.below = 0;
    this.button();
  }

  landed() {
    this.gliding = false;
    this.moved();
  }

  /** A message came in below what is in sight. */
  arrived() {
    this.below += 1;
    this.button();
  }

  button() {
    this.jump.hidden = this.stuck;
    find("em", this.jump).textContent = this.below || "";
    this.jump.setAttribute("aria-label", this.below ? `To the newest message, ${this.below} new` : "To the newest message");
  }
}
