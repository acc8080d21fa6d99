// A blind review saves each answer as it is given. Answers are sent one after another: each tells the server
// which state of the call it was given on.

const EXPLAINED = ["not_met", "unsure"];

export function blindForm(form) {
  let line = Promise.resolve();
  const left = document.getElementById("left");
  const reveal = document.getElementById("reveal");

  const save = (row) => { line = line.then(() => send(row)); };

  async function send(row) {
    const chosen = row.querySelector("input[type=radio]:checked");
    const state = row.querySelector(".state");
    if (!chosen) return;
    const why = row.querySelector(".why");
    const missing = EXPLAINED.includes(chosen.value) && why.value.trim().length < 3;
    why.required = EXPLAINED.includes(chosen.value);
    row.classList.toggle("wants", missing);
    if (missing) return;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, seen: form.elements.seen.value });
    for (const field of row.querySelectorAll("input, textarea")) {
      if (field.name && (field.type !== "radio" || field.checked)) body.append(field.name, field.value);
    }
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRF-Token": form.elements.csrf.value },
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.message);
      for (const seen of document.querySelectorAll("input[name=seen]")) seen.value = told.seen;
      left.textContent = told.left_words;
      if (reveal) reveal.disabled = told.left > 0;
      state.textContent = form.dataset.saved;
      row.classList.remove("failed");
      row.classList.add("answered");
    } catch (fault) {
      state.textContent = `${form.dataset.unsaved}: ${fault.message}`;
      row.classList.add("failed");
    }
  }

  form.addEventListener("change", (event) => save(event.target.closest(".crit")));
  return { needsReason: (verdict) => EXPLAINED.includes(verdict) };
}
