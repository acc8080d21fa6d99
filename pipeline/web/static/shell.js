// What every page does: says aloud what the server refused, and asks before what is hard to take back.

const said = document.getElementById("said");

document.addEventListener("htmx:responseError", (event) => {
  said.innerHTML = "";
  const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").querySelector(".refused");
  if (told) said.append(document.importNode(told, true));
});
document.addEventListener("htmx:beforeRequest", () => { said.textContent = ""; });

// The same form is not sent twice by a double click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 3000);
});

// On a narrow screen the navigation scrolls sideways: the section one is in is to be seen.
document.querySelector(".top nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A page out of the browser's back cache is asked for anew: it may be another's session by now.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
