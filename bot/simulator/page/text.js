// Message text: the server's HTML is parsed inertly and rebuilt from a short list of tags.
import { el } from "./dom.js";

const PLAIN = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);
const BLOCK = new Set(["PRE", "BLOCKQUOTE"]);

/** A span with the formatted text; `open(url)` and `command(text)` are called for taps on links. */
export function formatted(html, { open, command }) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const span = el("span", { class: "text" });
  rebuild(body, span, { open, command });
  return span;
}

/** Text without formatting, one line. */
export function plain(html) {
  return new DOMParser().parseFromString(html ?? "", "text/html").body.textContent.replace(/\s+/g, " ").trim();
}

function rebuild(from, to, taps) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(...lines(node));
    else if (node.nodeType === Node.ELEMENT_NODE) to.append(element(node, taps));
  }
}

function element(node, taps) {
  const made = counterpart(node, taps);
  rebuild(node, made, taps);
  return made;
}

function counterpart(node, { open, command }) {
  if (node.tagName === "A") return link(node.getAttribute("href") ?? "", open);
  if (PLAIN.has(node.tagName)) return el(node.tagName);
  if (node.className === "tg-spoiler") {
    return el("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") });
  }
  if (node.className === "tg-command") {
    const text = node.textContent;
    return el("a", { href: "#", onclick: (event) => (event.preventDefault(), command(text)) });
  }
  return el("span");
}

function link(href, open) {
  const inner = open(href);
  if (!inner) return el("a", { href, target: "_blank", rel: "noopener noreferrer" });
  return el("a", { href, onclick: (event) => (event.preventDefault(), inner()) });
}

/** A block ends its own line, and an empty line is drawn lower than a full one. */
function lines(node) {
  let text = node.data;
  if (BLOCK.has(node.previousSibling?.tagName)) text = text.replace(/^\n+/, "");
  if (BLOCK.has(node.nextSibling?.tagName)) text = text.replace(/\n+$/, "");
  return text.split(/(\n{2,})/).map((part) => (part.startsWith("\n\n") ? el("span", { class: "gap" }, part) : part));
}
