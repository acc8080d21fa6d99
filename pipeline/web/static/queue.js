import { Cursor, onKeys } from "./keys.js";

const rows = new Cursor(document.querySelectorAll(".row"));

function submit(selector) {
  const form = rows.item?.querySelector(selector);
  form?.requestSubmit();
  return Boolean(form);
}

function open() {
  const link = rows.item?.querySelector("a.open");
  link?.click();
  return Boolean(link);
}

function words() {
  const fold = document.querySelector(".filterbox");
  if (fold) fold.open = true;
  const field = document.getElementById("words");
  field?.focus();
  field?.select();
}

onKeys({
  KeyJ: () => rows.move(1), KeyK: () => rows.move(-1),
  Enter: () => submit("form.begin") || open(), KeyO: open, KeyA: () => submit("form.take"),
  Slash: words,
  KeyN: () => { const next = document.getElementById("next"); next?.click(); return Boolean(next); },
});
