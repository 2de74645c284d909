// The practice clinic's page: events in, views changed; taps out through /control.
import { Clock } from "./clock.js";
import { control } from "./control.js";
import { el, find } from "./dom.js";
import { askPhone, invitation, offer } from "./handoff.js";
import { messageOf } from "./model.js";
import { PATIENTS, Phones, STAFF } from "./phones.js";
import { Story } from "./story.js";
import { listen } from "./stream.js";
import { useZone } from "./time.js";

const bot = { name: "", username: "" };
const line = { stream: false, fault: null };

const clinic = {
  botName: () => bot.username,
  openLink,
  offer: (message, phone) => {
    const link = phone.role !== "patient" && invitation(message, bot.username);
    const patient = () => phones.current(PATIENTS);
    return link && patient() ? offer(link, patient().name, () => openOn(link, patient())) : null;
  },
  starters,
  shown: names,
};
const phones = new Phones(clinic);
const clock = new Clock((now) => phones.all().forEach((phone) => phone.setTime(now)), refused);
const story = new Story(phones, clock, refused);

listen(
  {
    hello(state) {
      useZone(state.zone);
      Object.assign(bot, state.bot);
      phones.set([]);
      phones.set(state.phones);
      phones.all().forEach((phone) => phone.setBot(bot.name));
      for (const chat of state.chats) fill(chat);
      clock.offer(state.can_move_clock);
      clock.set(state.now);
      story.offer(state.story);
      fault(state.liveness);
    },
    phones({ phones: list }) {
      phones.set(list, { bring: true });
      phones.all().forEach((phone) => phone.setBot(bot.name));
      clock.show(clock.now);
    },
    message: (event) => put(event, true),
    edit: (event) => put(event, true),
    delete: ({ chat, message_id: id }) => phones.of(chat)?.chat.remove(id),
    press: ({ chat, ...press }) => phones.of(chat)?.spinning(press),
    callback_answer: ({ chat, ...answer }) => phones.of(chat)?.answered(answer),
    read: ({ chat, up_to: upTo }) => phones.of(chat)?.chat.read(upTo),
    commands: ({ chat, commands }) => phones.of(chat)?.menu.set(commands),
    clock: ({ now, through }) => clock.set(now, through),
    story: (state) => story.set(state),
    fault,
  },
  (open) => {
    line.stream = open;
    showLine();
  },
);

function fill({ id, messages, commands }) {
  const phone = phones.of(id);
  if (!phone) return;
  phone.menu.set(commands);
  phone.chat.read(messages.at(-1)?.message_id ?? 0);
  for (const message of messages) put(message, false);
}

function put(event, live) {
  const phone = phones.of(event.chat);
  if (!phone) return;
  const message = messageOf(event);
  const fresh = !phone.chat.messages.has(message.id);
  phone.put(message, live);
  if (live && fresh && !message.out) phones.arrived(phone);
}

/** A tapped invitation: on a patient's own phone it opens there, else a person chooses the phone. */
async function openLink(link, phone) {
  if (phone.role === "patient") return openOn(link, phone);
  const patients = phones.on(PATIENTS).map(({ chatId: id, name }) => ({ id, name }));
  const chosen = await askPhone(link, patients, phones.current(PATIENTS)?.chatId);
  return chosen === null ? undefined : openOn(link, phones.of(chosen));
}

async function openOn(link, phone) {
  await control("open", { chat: phone.chatId, link }).then(() => phones.show(phone.chatId), refused);
}

/** What an empty phone says: how a visitor can begin. */
function starters(phone) {
  if (phone.role !== "patient") {
    return [
      el("b", {}, `You are ${phone.name}, ${article(phone.role)}`),
      el("p", {}, "Enrol a patient in under a minute: answer the bot’s questions, then open the invitation on the patient’s phone."),
      el("button", { class: "key primary", type: "button", onclick: () => phone.say("/enroll") }, "Enrol a patient"),
    ];
  }
  return [
    el("b", {}, `${phone.name} is not enrolled yet`),
    el("p", {}, "This chat begins when the therapist’s invitation is opened here. Play the story to watch it, or start as the therapist."),
    el("button", { class: "key primary", type: "button", onclick: () => find("#play").click() }, "Play the story"),
  ];
}

const article = (noun) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** Names beside the phones and on the page's own buttons follow the phones in sight. */
function names() {
  const patient = phones.current(PATIENTS)?.name ?? "";
  const staff = phones.current(STAFF);
  find(".who.left h2").textContent = patient;
  find(".who.right h2").textContent = staff?.name ?? "";
  find(".who.right .role").textContent = `the ${staff?.role ?? "therapist"}`;
  for (const label of document.querySelectorAll(".handoff")) label.lastChild.data = `Open on ${patient}’s phone`;
}

function refused(error) {
  phones.of(phones.front)?.toast(error.message);
}

function fault(state) {
  line.fault = state?.bot && state.bot !== "polling" ? state : null;
  showLine();
}

/** Say what is wrong: the page has lost the clinic, or the clinic hears nothing of the bot. */
function showLine() {
  const connected = line.stream && !line.fault;
  document.body.classList.toggle("offline", !connected);
  for (const phone of phones.all()) phone.setLine(line.stream, !line.fault);
  clock.enable(connected);
  find("#new-patient").disabled = !line.stream;
  const bar = find("#fault");
  bar.hidden = connected;
  if (!connected) find("p", bar).replaceChildren(...reason());
}

function reason() {
  if (!line.stream) {
    return [el("b", {}, "The practice clinic is not running."), " This page comes back by itself when ", el("code", {}, "make run"), " is started again."];
  }
  return [el("b", {}, "The bot is not answering."), " The phones keep what they show, and the story waits. It goes on by itself when the bot is back."];
}

/** One more patient; if the clinic has an invitation for them, their empty phone offers it. */
async function newPatient() {
  const { link, chat } = await control("patient");
  const phone = phones.of(chat) ?? phones.current(PATIENTS);
  if (link && phone) phone.invite(link);
}

find("#new-patient").addEventListener("click", () => newPatient().catch(refused));
find("#viewer").addEventListener("click", ({ target }) => target.id === "viewer" && target.close());
document.addEventListener("focusin", ({ target }) => {
  const used = target.closest(".phone");
  for (const phone of phones.all()) phone.setLive(phone.section === used && !story.state.playing);
});
addEventListener("resize", () => (phones.seen(), phones.draw()));
