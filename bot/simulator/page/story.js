// The guided story: its row on the page, and the hand that taps the page's own buttons.
import { answered, control } from "./control.js";
import { calm, choose, el, find, wait } from "./dom.js";
import { keyAt } from "./keyboard.js";

const SPEEDS = [1, 2, 4];
const TAP_MS = 520;
const TYPE_MS = 45;
// One browser with two windows of the clinic: only one of them acts.
const LOCK = "homestretch-story";

export class Story {
  constructor(phones, clock, onrefused) {
    this.phones = phones;
    this.clock = clock;
    this.state = { playing: false, step: 0, of: 0 };
    this.speed = 1;
    this.actor = false;
    this.bind(onrefused);
  }

  bind(onrefused) {
    const on = (id, act) => find(id).addEventListener("click", () => act().catch(onrefused));
    on("#play", () => this.toggle());
    on("#restart", () => this.again());
    on("#speed", () => this.faster());
  }

  toggle() {
    if (this.state.playing) return this.send("pause");
    return this.begun() && !this.ended() ? this.play() : this.start();
  }

  begun() {
    return this.state.step > 0;
  }

  ended() {
    return this.state.of > 0 && this.state.step >= this.state.of && !this.state.playing;
  }

  /** The story needs an empty clinic; what a visitor did there is not thrown away unasked. */
  async start() {
    return this.phones.all().some(used) ? this.again() : this.play();
  }

  async again() {
    const sure = await choose("The story starts with an empty clinic. What is on the phones now goes away.", "", [
      { label: "Start the story", value: "yes", main: true },
      { label: "Keep looking around", value: "" },
    ]);
    return sure ? this.play(true) : undefined;
  }

  async play(restart = false) {
    this.act(true);
    if (restart) await this.restart();
    return this.send("play");
  }

  /** A tap on its way ends first, and none begins: after the restart it would be for nobody. */
  async restart() {
    this.restarting = true;
    try {
      await this.hand;
      await answered();
      await this.send("restart");
    } finally {
      this.restarting = false;
    }
  }

  send(action) {
    return control("story", { action, speed: this.speed });
  }

  faster() {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length];
    this.draw();
    return this.state.playing ? this.send("play") : Promise.resolve();
  }

  /** Become the window that acts; `steal` takes that from another one. */
  act(steal) {
    if (this.actor) return;
    const options = steal ? { steal: true } : {};
    const held = () => ((this.actor = true), this.perform(), new Promise(() => {}));
    navigator.locks?.request(LOCK, options, held).catch(() => (this.actor = false));
    if (!navigator.locks) this.actor = true;
  }

  /** A clinic without a story has no story row. */
  offer(state) {
    find(".story").hidden = !state;
    if (state) this.set(state);
  }

  set(state) {
    this.state = state;
    this.speed = state.speed;
    this.draw();
    if (state.playing) this.act(false);
    if (state.playing && state.look) this.bring(this.phones.of(state.look));
    if (this.actor) this.perform();
  }

  draw() {
    const { playing, caption, waiting, chapters = [], chapter = 0, progress = 0 } = this.state;
    const label = playing ? "Pause" : this.ended() ? "Play again" : this.begun() ? "Go on" : "Play the story";
    find("#play span").textContent = label;
    find("#play use").setAttribute("href", `/static/icons.svg#${playing ? "pause" : "play"}`);
    document.body.classList.toggle("playing", playing);
    find("#restart").hidden = !this.begun();
    const speed = find("#speed");
    speed.hidden = !this.begun();
    speed.textContent = `${this.speed}×`;
    speed.setAttribute("aria-label", `Speed of the story: ${this.speed} times`);
    this.drawChapters(chapters, chapter, progress);
    this.say(waiting ? `${caption} _The story waits for the bot._` : caption);
  }

  drawChapters(titles, current, progress) {
    const list = find("#chapters");
    if (list.children.length !== titles.length) {
      list.replaceChildren(...titles.map((title) => el("li", {}, el("i", { "aria-hidden": "true" }), title)));
    }
    [...list.children].forEach((item, index) => {
      const done = index < current ? 1 : index > current ? 0 : progress;
      item.firstChild.style.setProperty("--done", done);
      if (this.begun() && index === current) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
  }

  say(caption) {
    const line = find("#caption");
    const text = caption || "*Two phones, one clock.* Play the story, or start yourself: on Tess’s phone, /enroll.";
    if (line.dataset.text === text) return;
    line.dataset.text = text;
    line.replaceChildren(...emphasised(text));
  }

  /** Do what the step asks for, once, by the page's own buttons. */
  perform() {
    const { playing, act, step } = this.state;
    if (!playing || !act || this.doing === act.id || !this.actor || this.restarting) return;
    this.doing = act.id;
    const still = () => this.state.playing && this.state.step === step && !this.restarting;
    this.hand = this.carryOut(act, still).catch(() => {}); // what was refused is asked for again
  }

  async carryOut(act, still) {
    const phone = this.phones.of(act.chat);
    this.bring(phone);
    if (act.kind === "press") await this.press(phone, act, still);
    else if (act.kind === "say") await phone?.type(act.text, (calm() ? 0 : TYPE_MS) / this.speed, still);
    else if (act.kind === "open") await this.open(act, still);
    else if (act.kind === "clock") await this.tap(this.clock.button(act.to), still);
  }

  /** Never change the phone under a person's hands. */
  bring(phone) {
    if (phone && !document.activeElement?.closest(".phone")) this.phones.show(phone.chatId);
  }

  async press(phone, { message_id: id, row, col }, still) {
    const node = phone?.chat.nodes.get(id);
    if (node) await this.tap(keyAt(node, row, col), still, phone);
  }

  async open({ from }, still) {
    const phone = this.phones.of(from);
    const offer = phone && [...phone.section.querySelectorAll(".handoff")].at(-1);
    if (offer) {
      this.bring(phone);
      await this.tap(offer, still, phone);
    }
  }

  /** Scroll to a button, show a finger on it, and click it. */
  async tap(button, still, phone) {
    if (!button) return;
    if (phone) reveal(phone.find(".log"), button);
    button.classList.add("tap");
    await wait(TAP_MS / this.speed);
    button.classList.remove("tap");
    if (still() && button.isConnected) button.click();
    else this.doing = null;
  }
}

/** Whether anybody did more with this phone than open their own invitation. */
function used(phone) {
  const said = [...phone.chat.messages.values()].filter((message) => message.out);
  return said.length > (phone.role === "patient" ? 0 : 1);
}

/** Words between asterisks are bold, between underscores faint. */
function emphasised(text) {
  return text.split(/(\*[^*]+\*|_[^_]+_)/).map((part) => {
    const tag = { "*": "b", _: "em" }[part[0]];
    return tag ? el(tag, {}, part.slice(1, -1)) : part;
  });
}

/** Scroll the log (and nothing else) as far as needed to see the button. */
function reveal(log, button) {
  const box = log.getBoundingClientRect();
  const at = button.getBoundingClientRect();
  const away = at.bottom > box.bottom ? at.bottom - box.bottom + 12 : at.top < box.top ? at.top - box.top - 12 : 0;
  if (away) log.scrollBy({ top: away, behavior: calm() ? "auto" : "smooth" });
}
