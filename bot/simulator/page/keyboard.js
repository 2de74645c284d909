// Inline keyboards: the bot's buttons under a message, with Telegram's colours and its spinner.
import { el, find, icon } from "./dom.js";

const STYLES = new Set(["success", "danger", "primary"]);
// Telegram's apps give up on an unanswered tap, too.
const PATIENCE_MS = 15_000;

/** The keyboard of a message, or null; `press(button, row, col, key)` is called for a tap. */
export function keyboard(rows, press) {
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons of this message" },
    ...rows.map((row, r) => el("div", {}, ...row.map((button, c) => key(button, r, c, press)))),
  );
}

function key(button, row, col, press) {
  const classes = ["key"];
  if (STYLES.has(button.style)) classes.push(button.style);
  if (/^\d{1,2}$/.test(button.text)) classes.push("digit");
  const corner = button.url ? "link" : button.copy_text ? "copy" : null;
  return el(
    "button",
    {
      type: "button",
      class: classes.join(" "),
      dataset: { row, col },
      onclick: (event) => press(button, row, col, event.currentTarget),
    },
    button.text,
    corner && icon(corner, { class: "ic corner" }),
  );
}

/** The button at a place of a message's keyboard. */
export const keyAt = (node, row, col) => find(`.key[data-row="${row}"][data-col="${col}"]`, node);

/** Show that a tap waits for its answer. */
export function spin(key) {
  key.classList.add("waiting");
  key.setAttribute("aria-busy", "true");
  setTimeout(() => still(key), PATIENCE_MS);
}

export function still(key) {
  key.classList.remove("waiting");
  key.removeAttribute("aria-busy");
}

/** Make the spinners of a message those the server knows of. */
export function spinOnly(node, places) {
  const wanted = new Set(places.map(([row, col]) => keyAt(node, row, col)));
  for (const key of node.querySelectorAll(".key.waiting")) if (!wanted.has(key)) still(key);
  for (const key of wanted) if (key && !key.classList.contains("waiting")) spin(key);
}
