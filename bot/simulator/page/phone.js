// One telephone: a chat with the bot, seen by one person.
import { Chat } from "./chat.js";
import { CommandMenu } from "./commands.js";
import { Compose } from "./compose.js";
import { control, Refused } from "./control.js";
import { el, find, icon } from "./dom.js";
import { startLink } from "./handoff.js";
import { spin, spinOnly, still } from "./keyboard.js";
import { hourOf } from "./time.js";

const TOAST_MS = 3200;

export class Phone {
  /** `clinic` gives botName(), openLink(link, phone), offer(message, phone) and starters(phone). */
  constructor({ id, name, role, chat_id: chat }, clinic) {
    Object.assign(this, { id, name, role, chatId: chat, clinic });
    this.section = find("#phone").content.cloneNode(true).firstElementChild;
    this.section.setAttribute("aria-label", `${name}’s phone`);
    this.section.dataset.role = role;
    const log = this.find(".log");
    log.setAttribute("aria-label", `${name}’s chat with the bot`);
    this.chat = new Chat(log, this.find(".jump"), this.context());
    this.compose = new Compose(this.section, name, this.chat, {
      send: (text, replyTo) => this.say(text, replyTo),
      sendPhoto: () => this.ask("send", { kind: "photo" }).catch(() => {}),
    });
    this.menu = new CommandMenu(this.find(".commands"), this.find(".compose .menu"), (command) => this.say(command));
    this.menu.set([]);
    this.clear();
  }

  find(selector) {
    return find(selector, this.section);
  }

  context() {
    return {
      name: this.name,
      open: (href) => startLink(href, this.clinic.botName()) && (() => this.clinic.openLink(href, this)),
      command: (text) => this.say(text),
      press: (message, button, row, col, key) => this.press(message, button, row, col, key),
      reply: (message) => this.compose.reply(message),
      offer: (message) => this.clinic.offer(message, this),
    };
  }

  clear() {
    this.chat.clear(
      el("div", { class: "empty" }, icon("avatar", { class: "avatar" }), ...this.clinic.starters(this)),
    );
    this.started();
  }

  /** An empty phone with an invitation waiting to be opened. */
  invite(link) {
    const open = el("button", { class: "key primary", type: "button" }, "Open the invitation");
    open.addEventListener("click", () => this.ask("open", { link }).catch(() => {}));
    this.find(".empty .key")?.replaceWith(open);
    const text = this.find(".empty p");
    if (text) text.textContent = "An invitation from the therapist is waiting. It works once.";
  }

  /** A patient who has said nothing yet sees Telegram's Start button instead of the typing bar. */
  started() {
    const silent = this.role === "patient" && this.chat.messages.size === 0;
    this.section.classList.toggle("unstarted", silent);
  }

  put(message, live) {
    this.chat.put(message, live);
    this.started();
  }

  press(message, button, row, col, key) {
    if (button.url) return this.follow(button.url);
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (key.classList.contains("waiting")) return undefined;
    spin(key);
    return this.ask("press", { message_id: message.id, row, col }).catch(() => still(key));
  }

  follow(url) {
    if (startLink(url, this.clinic.botName())) return this.clinic.openLink(url, this);
    return window.open(url, "_blank", "noopener");
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.toast("Copied to the clipboard");
  }

  say(text, replyTo = null) {
    return this.ask("say", replyTo === null ? { text } : { text, reply_to: replyTo }).catch(() => {});
  }

  async ask(name, body) {
    try {
      return await control(name, { chat: this.chatId, ...body });
    } catch (error) {
      if (error instanceof Refused) this.toast(error.message);
      throw error;
    }
  }

  /** Which buttons of a message wait for their answer. */
  spinning({ message_id: id, spinning }) {
    const node = this.chat.nodes.get(id);
    if (node) spinOnly(node, spinning);
  }

  /** What answerCallbackQuery brought: the spinner stops, a text shows as toast or alert. */
  answered(answer) {
    this.spinning(answer);
    if (answer.url) this.follow(answer.url);
    if (!answer.text) return;
    if (answer.alert) this.alert(answer.text);
    else this.toast(answer.text);
  }

  toast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => (toast.textContent = ""), TOAST_MS);
  }

  alert(text) {
    const dialog = this.find("dialog.alert");
    find("p", dialog).textContent = text;
    if (!dialog.open) dialog.showModal();
  }

  setBot(name) {
    this.find("[data-bot]").textContent = name;
  }

  setTime(now) {
    this.find("[data-time]").textContent = hourOf(now);
  }

  /** Whether the clinic can be reached at all, and whether its bot listens. */
  setLine(reachable, answering) {
    const sub = this.find("[data-sub]");
    const spinner = el("span", { class: "spin", "aria-hidden": "true" });
    sub.replaceChildren(...(reachable && answering ? ["bot"] : [spinner, "connecting…"]));
    for (const control of this.section.querySelectorAll(".compose button, .compose input")) control.disabled = !reachable;
  }

  /** New messages are read out only on the phone a person uses. */
  setLive(live) {
    this.find(".log").setAttribute("aria-live", live ? "polite" : "off");
  }

  type(text, delay, still) {
    return this.compose.type(text, delay, still);
  }
}
