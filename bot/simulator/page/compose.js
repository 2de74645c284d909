// The typing bar: it really sends. Ctrl+Up and Ctrl+Down choose the message to reply to.
import { el, find, wait } from "./dom.js";
import { plain } from "./text.js";

export class Compose {
  constructor(section, name, chat, { send, sendPhoto }) {
    this.form = find(".compose", section);
    this.field = find("input", this.form);
    this.bar = find(".answering", section);
    this.chat = chat;
    this.name = name;
    this.send = send;
    this.target = null;
    this.field.setAttribute("aria-label", `Write as ${name}`);
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.field.addEventListener("keydown", (event) => this.key(event));
    find("button", this.bar).addEventListener("click", () => this.reply(null));
    find(".attach", this.form).addEventListener("click", sendPhoto);
    find(".start", this.form).addEventListener("click", () => send("/start"));
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.send(text, this.target);
    this.field.value = "";
    this.reply(null, false);
  }

  /** Answer this message (or none) with what is typed next. */
  reply(message, focus = true) {
    this.chat.nodes.get(this.target)?.classList.remove("target");
    this.target = message?.id ?? null;
    this.bar.hidden = !message;
    if (message) {
      this.chat.nodes.get(message.id).classList.add("target");
      const author = message.out ? this.name : "Bot";
      find("p", this.bar).replaceChildren(
        el("b", {}, `Reply to ${author}`),
        el("span", {}, plain(message.html) || "Picture"),
      );
    }
    if (focus) this.field.focus();
  }

  key(event) {
    if (event.key === "Escape" && this.target !== null) return this.reply(null);
    if (!event.ctrlKey || !/^Arrow(Up|Down)$/.test(event.key)) return undefined;
    event.preventDefault();
    const ids = [...this.chat.messages.keys()].sort((a, b) => a - b);
    const at = this.target === null ? ids.length : ids.indexOf(this.target);
    const next = ids[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (next === undefined) return event.key === "ArrowDown" ? this.reply(null) : undefined;
    this.reply(this.chat.messages.get(next));
    return this.chat.show(next);
  }

  /** Type as a hand would, then send, `still` willing: the story uses this field and button. */
  async type(text, delay, still) {
    for (let end = 1; end <= text.length && still(); end += 1) {
      this.field.value = text.slice(0, end);
      if (delay) await wait(delay);
    }
    if (!still()) return;
    this.form.requestSubmit(find(".send", this.form));
  }
}
