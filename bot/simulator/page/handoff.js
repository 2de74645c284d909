// An invitation's link must open on the patient's phone of this clinic, never in the real Telegram.
import { choose, el, icon } from "./dom.js";

/** The link if it starts a chat with this bot (t.me/<bot>?start=…), else null. */
export function startLink(href, botName) {
  const found = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=[\w-]+$/i.exec(href) ?? /^tg:\/\/resolve\?domain=(\w+)&start=[\w-]+$/i.exec(href);
  return found && found[1].toLowerCase() === botName?.toLowerCase() ? href : null;
}

/** The first such link of a message, in its text or its buttons. */
export function invitation(message, botName) {
  if (message.out) return null;
  const body = new DOMParser().parseFromString(message.html, "text/html").body;
  const links = [...body.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
  const buttons = (message.rows ?? []).flat().map((button) => button.url ?? "");
  return [...links, ...buttons].find((href) => startLink(href, botName)) ?? null;
}

/** The page's own button under an invitation. */
export function offer(link, patient, open) {
  return el(
    "button",
    { type: "button", class: "handoff", dataset: { link }, onclick: () => open(link) },
    icon("phone"),
    `Open on ${patient}’s phone`,
  );
}

/** Ask on which phone a tapped link shall open; resolves with a chat id or null. */
export async function askPhone(link, phones, current) {
  const first = phones.filter((phone) => phone.id === current);
  const options = [...first, ...phones.filter((phone) => phone.id !== current)].map((phone, index) => ({
    label: `Open on ${phone.name}’s phone`,
    value: String(phone.id),
    main: index === 0,
  }));
  const chosen = await choose("Forward this invitation to whom it is for", link, [...options, { label: "Cancel", value: "" }]);
  return chosen ? Number(chosen) : null;
}
