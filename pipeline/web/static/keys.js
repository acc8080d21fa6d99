// Keys for pages that are worked by keyboard. Nothing is taken from a field that is being written in, nor with
// Ctrl, Alt or Meta held; a link or button that has the focus keeps its own Enter and Space.

const FIELDS = "textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])";

export function onKeys(table) {
  const help = document.getElementById("keys");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target;
    if (event.key === "Escape" && target.matches?.(FIELDS + ", input")) { target.blur(); return; }
    if (target.matches?.(FIELDS) || document.querySelector("dialog[open]")) return;
    if (target.matches?.("a, button, summary, audio") && ["Enter", " "].includes(event.key)) return;
    if (target.matches?.("input, audio") && /^( |Arrow.*)$/.test(event.key)) return;
    // By place on the keyboard, not by letter: the same keys on a Russian layout.
    const asked = event.key === "?" || (event.code === "Slash" && event.shiftKey);
    const act = asked ? () => help?.showModal() : !event.shiftKey && table[event.code];
    if (act && act(event) !== false) event.preventDefault();
  });
  for (const opener of document.querySelectorAll("[data-help]")) {
    opener.hidden = !help;
    opener.addEventListener("click", () => help.showModal());
  }
}

// Moves a mark through a list of elements; gives what has it.
export class Cursor {
  #items; #at = -1;

  constructor(items) {
    this.#items = [...items];
    this.#items.forEach((item, i) => item.addEventListener("focusin", () => this.#mark(i)));
  }

  get item() { return this.#items[this.#at] || null; }

  // Puts the mark on the element of that id, as when a page is come back to.
  to(id) {
    const at = this.#items.findIndex((item) => item.id === id);
    if (at >= 0) this.move(at - this.#at);
  }

  move(by) {
    if (!this.#items.length) return;
    const next = Math.min(this.#items.length - 1, Math.max(0, this.#at + by));
    this.#items[next].focus({ preventScroll: true });
    this.#mark(next);
    this.#items[next].scrollIntoView({ block: "nearest" });
  }

  #mark(next) {
    this.#items[this.#at]?.classList.remove("here");
    this.#at = next;
    this.#items[next].classList.add("here");
  }
}
