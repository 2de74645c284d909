// Small helpers for building elements. Nothing here ever takes HTML from a string.

/** An element: attributes by name, `on…` keys as listeners, `null` and `false` left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A drawing of icons.svg; decorative unless a label is given. */
export function icon(name, { label = "", class: classes = "ic" } = {}) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.setAttribute("class", classes);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Text hidden from sight, said by a screen reader. */
export const hidden = (text) => el("span", { class: "vh" }, text);

export const find = (selector, root = document) => root.querySelector(selector);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Ask with a dialog: resolves with the value of the chosen button, or "" when it is closed. */
export function choose(question, small, options) {
  const dialog = find("#choice");
  const text = el("p", {}, question);
  if (small) text.append(el("small", {}, small));
  find("p", dialog).replaceWith(text);
  find("form", dialog).replaceChildren(
    ...options.map(({ label, value, main }) => el("button", { class: main ? "btn main" : "btn", value }, label)),
  );
  dialog.setAttribute("aria-label", question);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue), { once: true });
  });
}
