// The messages of one chat, kept by id: only what changed is drawn again, focus and scroll stay.
import { calm, el, find } from "./dom.js";
import { keyAt, spinOnly } from "./keyboard.js";
import { draw } from "./message.js";
import { Scroll } from "./scroll.js";
import { dayOf } from "./time.js";

export class Chat {
  constructor(log, jump, context) {
    this.log = log;
    this.context = { ...context, jump: (id) => this.show(id) };
    this.messages = new Map();
    this.nodes = new Map();
    this.readUpTo = 0;
    this.scroll = new Scroll(log, jump);
  }

  /** Forget everything and show `empty` instead. */
  clear(empty) {
    this.messages.clear();
    this.nodes.clear();
    this.readUpTo = 0;
    this.log.replaceChildren(empty);
    this.scroll.reset();
  }

  /** Add or change a message. A `live` one moves in; the others were there before. */
  put(message, live) {
    const known = this.messages.has(message.id);
    const stuck = this.scroll.stuck;
    message.read = message.out && message.id <= this.readUpTo;
    this.messages.set(message.id, message);
    const refocus = this.focusIn(message.id);
    this.render(message, live, known);
    refocus?.();
    if (stuck || (live && message.out && !known)) this.scroll.toBottom(live);
    else if (live && !known) this.scroll.arrived();
  }

  remove(id) {
    this.messages.delete(id);
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    this.datePills();
  }

  /** The bot has taken everything up to this message. */
  read(upTo) {
    this.readUpTo = Math.max(this.readUpTo, upTo);
    for (const message of this.messages.values()) {
      if (message.out && !message.read && message.id <= upTo) this.put(message, false);
    }
  }

  render(message, live, known) {
    find(".empty", this.log)?.remove();
    const node = this.nodes.get(message.id) ?? this.place(message.id);
    const quoted = message.replyTo === null ? null : this.messages.get(message.replyTo);
    const changed = draw(node, message, { ...this.context, quoted });
    spinOnly(node, message.spinning);
    node.classList.toggle("new", live && !known);
    node.classList.toggle("edited", live && known && changed);
    if (!known) this.datePills();
  }

  place(id) {
    const node = el("div", { dataset: { id } });
    const after = [...this.nodes.keys()].filter((other) => other > id).sort((a, b) => a - b)[0];
    this.log.insertBefore(node, after === undefined ? null : this.nodes.get(after));
    this.nodes.set(id, node);
    return node;
  }

  /** A pill before the first message of each day. */
  datePills() {
    let day = "";
    for (const pill of this.log.querySelectorAll(".day")) pill.remove();
    for (const [id, node] of [...this.nodes].sort(([a], [b]) => a - b)) {
      const own = dayOf(this.messages.get(id).date);
      if (own !== day) node.before(el("div", { class: "day" }, own));
      day = own;
    }
  }

  /** If the focus is inside this message: a function that brings it back after drawing. */
  focusIn(id) {
    const focused = document.activeElement;
    const node = this.nodes.get(id);
    if (!node?.contains(focused)) return null;
    const { row, col } = focused.dataset;
    return () => {
      if (node.contains(document.activeElement)) return;
      (keyAt(node, row, col) ?? find(".key", node) ?? this.log).focus({ preventScroll: true });
    };
  }

  show(id) {
    this.nodes.get(id)?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
}
