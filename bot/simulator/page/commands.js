// The command menu of a chat: opens over the messages, arrow keys move, Escape gives the focus back.
import { el } from "./dom.js";

export class CommandMenu {
  constructor(list, button, choose) {
    this.list = list;
    this.button = button;
    this.choose = choose;
    button.addEventListener("click", () => this.toggle(list.hidden));
    list.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!list.hidden && !list.contains(target) && !button.contains(target)) this.toggle(false);
    });
  }

  set(commands) {
    this.button.hidden = commands.length === 0;
    this.list.replaceChildren(...commands.map((command) => this.item(command)));
  }

  item({ command, description }) {
    return el(
      "button",
      { type: "button", role: "menuitem", onclick: () => this.take(`/${command}`) },
      el("b", {}, `/${command}`),
      el("span", {}, description),
    );
  }

  take(command) {
    this.toggle(false);
    this.button.focus();
    this.choose(command);
  }

  toggle(open) {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
    if (open) this.list.firstElementChild?.focus();
  }

  key(event) {
    const items = [...this.list.children];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") {
      this.toggle(false);
      this.button.focus();
    } else if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length].focus();
    } else if (event.key === "Tab") this.toggle(false);
  }
}
