// All phones of the clinic: which are in sight, and what is new on the others.
// On a wide window there are two sides, patients and staff, and one phone of each is in sight.
import { el, find, hidden } from "./dom.js";
import { Phone } from "./phone.js";

export const PATIENTS = "patients";
export const STAFF = "therapists";
export const sideOf = (role) => (role === "patient" ? PATIENTS : STAFF);

export class Phones {
  constructor(clinic) {
    this.clinic = clinic;
    this.byChat = new Map();
    this.unread = new Map();
    this.bar = find("#switch");
    this.shown = {};
    this.front = null;
    this.bar.addEventListener("keydown", (event) => this.key(event));
  }

  all() {
    return [...this.byChat.values()];
  }

  on(side) {
    return this.all().filter((phone) => sideOf(phone.role) === side);
  }

  /** The phone of this side that is in sight on a wide window. */
  current(side) {
    return this.of(this.shown[side]) ?? this.on(side)[0];
  }

  of(chat) {
    return this.byChat.get(chat);
  }

  /** Make the phones those of this list; a new one, once the page is up, comes to the front. */
  set(list, { bring = false } = {}) {
    const wanted = new Set(list.map((one) => one.chat_id));
    for (const phone of this.all()) if (!wanted.has(phone.chatId)) this.drop(phone);
    const fresh = list.filter((one) => !this.byChat.has(one.chat_id)).map((one) => this.add(one));
    const front = (bring && fresh.at(-1)) || this.of(this.front) || this.current(PATIENTS) || this.all()[0];
    if (front) this.show(front.chatId);
  }

  add(one) {
    const phone = new Phone(one, this.clinic);
    this.byChat.set(one.chat_id, phone);
    find(`#${sideOf(one.role)}`).append(phone.section);
    return phone;
  }

  drop(phone) {
    phone.section.remove();
    this.byChat.delete(phone.chatId);
    this.unread.delete(phone.chatId);
  }

  show(chat) {
    const phone = this.of(chat);
    if (!phone) return;
    this.front = chat;
    this.shown[sideOf(phone.role)] = chat;
    for (const other of this.all()) {
      other.section.classList.toggle("shown", this.current(sideOf(other.role)) === other);
      other.section.classList.toggle("on", other === phone);
    }
    this.seen();
    this.draw();
    if (phone.chat.scroll.stuck) phone.chat.scroll.toBottom(false);
    this.clinic.shown();
  }

  visible(phone) {
    return phone.section.offsetParent !== null;
  }

  /** A message came in: count it if its phone is out of sight. */
  arrived(phone) {
    if (this.visible(phone)) return;
    this.unread.set(phone.chatId, (this.unread.get(phone.chatId) ?? 0) + 1);
    this.draw();
  }

  seen() {
    for (const phone of this.all()) if (this.visible(phone)) this.unread.delete(phone.chatId);
  }

  draw() {
    const focused = document.activeElement?.dataset.chat;
    const sides = [this.on(PATIENTS), this.on(STAFF)];
    this.bar.classList.toggle("several", sides.some((side) => side.length > 1));
    this.bar.replaceChildren(...sides.flatMap((side) => side.map((phone) => this.tab(phone, side.length === 1))));
    if (focused) find(`[data-chat="${focused}"]`, this.bar)?.focus();
  }

  tab(phone, alone) {
    const count = this.unread.get(phone.chatId);
    return el(
      "button",
      {
        type: "button",
        "aria-pressed": String(this.front === phone.chatId || (this.wide() && this.visible(phone))),
        class: alone ? "alone" : null,
        dataset: { chat: phone.chatId },
        onclick: () => this.show(phone.chatId),
      },
      `${phone.name}, ${phone.role}`,
      count ? el("em", { class: "badge" }, String(count), hidden(" new messages")) : null,
    );
  }

  wide() {
    return this.all().filter((phone) => this.visible(phone)).length > 1;
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...this.bar.children].filter((tab) => tab.offsetParent !== null);
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    this.show(Number(next.dataset.chat));
    find(`[data-chat="${next.dataset.chat}"]`, this.bar).focus();
  }
}
