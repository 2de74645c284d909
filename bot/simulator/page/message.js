// One message as an element. Bubble and keyboard are replaced apart, each only if it changed.
import { el, hidden, icon } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { media } from "./media.js";
import { formatted, plain } from "./text.js";
import { hourOf } from "./time.js";

/** Draw `message` into `node`; what looks the same stays the same element. */
export function draw(node, message, context) {
  node.className = ["m", message.out && "out", (message.rows || message.file) && "wide"].filter(Boolean).join(" ");
  const changed = replace(node, "bubble", bubbleKey(message, context), () => bubble(message, context));
  const offer = context.offer(message);
  const keysKey = JSON.stringify([message.rows, offer?.dataset.link]);
  replace(node, "keys", keysKey, () => keys(message, offer, context));
  return changed;
}

const bubbleKey = (message, context) =>
  JSON.stringify([message.html, message.file, message.edited, message.read, message.date, context.quoted?.html]);

function replace(node, part, key, make) {
  node.parts ??= {};
  const old = node.parts[part];
  if (old?.key === key) return false;
  const made = make();
  if (old?.made) made ? old.made.replaceWith(made) : old.made.remove();
  else if (made) part === "bubble" ? node.prepend(made) : node.append(made);
  node.parts[part] = { key, made };
  return Boolean(old);
}

function keys(message, offer, context) {
  const board = keyboard(message.rows, (button, row, col, key) => context.press(message, button, row, col, key));
  if (!board && !offer) return null;
  return el("div", {}, board, offer);
}

function bubble(message, context) {
  const text = formatted(message.html, context);
  const bare = Boolean(message.file && !message.html && message.file.kind !== "document");
  if (message.html) text.append(meta(message));
  return el(
    "div",
    { class: "bubble" },
    hidden(`${message.out ? context.name : "Bot"}, ${hourOf(message.date)}: `),
    context.quoted && quoted(context),
    message.file && media(message.file, plain(message.html).slice(0, 160), bare),
    message.html ? text : meta(message),
    el("button", { type: "button", class: "answer", tabindex: -1, "aria-label": "Reply", onclick: () => context.reply(message) }, icon("reply")),
  );
}

function meta(message) {
  const ticks = message.out && icon(message.read ? "ticks" : "tick", { label: message.read ? "read" : "sent", class: "" });
  return el("span", { class: "meta" }, message.edited ? "edited " : null, hourOf(message.date), ticks);
}

function quoted({ quoted: message, name, jump }) {
  return el(
    "button",
    { type: "button", class: "quoted", onclick: () => jump(message.id) },
    el("b", {}, message.out ? name : "Bot"),
    el("span", {}, plain(message.html) || "Picture"),
  );
}
