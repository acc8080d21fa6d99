import WaveSurfer from "./vendor/wavesurfer.esm.min.js";
import Regions from "./vendor/regions.esm.min.js";
import { blindForm } from "./blind.js";
import { Cursor, onKeys } from "./keys.js";
import { Played } from "./played.js";
import { Transcript } from "./transcript.js";

const page = document.getElementById("call");
const audio = document.getElementById("sound");
const csrf = page.dataset.csrf;
const TOLERANCE_MS = 250; // as the server allows
const TINTS = {
  silence: "rgba(122, 79, 0, .16)", absence: "rgba(122, 79, 0, .28)",
  overlap: "rgba(160, 30, 60, .30)", muted: "rgba(82, 90, 99, .35)",
};
const LANES = { agent: "#1d4f7c", client: "#8a5a00", system: "#525a63", unknown: "#525a63", rest: "#8b939c" };

let until = null; // where the clip that plays ends, in seconds

const played = audio && new Played(audio, { url: page.dataset.plays, csrf, told: markHeard });
const transcript = new Transcript(document.getElementById("words"), { play: (ms) => playSpan(ms, null) });
const rows = new Cursor(document.querySelectorAll(".crit"));
const blind = document.getElementById("blind");
const alone = blind && blindForm(blind);

function playSpan(fromMs, untilMs) {
  if (!audio) return;
  played.close();
  until = null;
  audio.currentTime = fromMs / 1000;
  transcript.reveal(fromMs);
  until = untilMs === null ? null : untilMs / 1000 + 0.05;
  audio.play().catch(() => { until = null; });
}

function watch() {
  if (audio.paused) return;
  if (until !== null && audio.currentTime >= until) { audio.pause(); until = null; }
  transcript.follow(audio.currentTime * 1000);
  requestAnimationFrame(watch);
}

function markHeard(heard) {
  for (const link of document.querySelectorAll("[data-needed]")) {
    const [from, to] = [Number(link.dataset.play), Number(link.dataset.until)];
    if (heard.some(([a, b]) => a <= from + TOLERANCE_MS && b >= to - TOLERANCE_MS)) {
      link.classList.add("heard");
      link.querySelector(".ear").textContent = page.dataset.heard;
    }
  }
  for (const row of document.querySelectorAll(".crit")) {
    const hint = row.querySelector(".unheard");
    if (hint) hint.hidden = !row.querySelector("[data-needed]:not(.heard)");
  }
}

function toggle() {
  until = null;
  if (audio?.paused) audio.play().catch(() => {}); else audio?.pause();
}

function jump(seconds) {
  if (!audio) return;
  until = null;
  played.close();
  audio.currentTime = Math.max(0, Math.min(audio.duration || 0, audio.currentTime + seconds));
}

function faster(step) {
  const speed = document.getElementById("speed");
  if (!speed) return;
  speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + step));
  speed.dispatchEvent(new Event("change"));
}

function choose(verdict) {
  const row = rows.item;
  const radio = row?.querySelector(`input[type=radio][value=${verdict}]`);
  if (!radio) return false;
  const fold = radio.closest("details");
  if (fold) fold.open = true;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  if (fold || alone?.needsReason(verdict)) row.querySelector(".why")?.focus();
  else rows.move(1);
  return true;
}

let turnOf = null;
function playEvidence() {
  const begin = document.getElementById("begin");
  if (begin) { begin.click(); return true; }
  const links = [...(rows.item?.querySelectorAll("[data-play]") || [])].filter((l) => l.offsetParent);
  if (!links.length) return false;
  const at = turnOf?.row === rows.item ? (turnOf.at + 1) % links.length : 0;
  turnOf = { row: rows.item, at };
  links[at].click();
  return true;
}

function fillSecond() {
  const row = rows.item;
  const field = row?.querySelector(".at-field");
  if (!field || !audio) return false;
  const fold = field.closest("details");
  if (fold) fold.open = true;
  const s = Math.floor(audio.currentTime);
  field.value = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function open(selector) {
  const fold = (rows.item || document).querySelector(selector) || document.querySelector(selector);
  if (!fold) return false;
  if (fold.matches("details")) fold.open = true;
  fold.querySelector("input[name=controllable], textarea")?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-play]");
  if (!link || !audio || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  playSpan(Number(link.dataset.play), link.dataset.until ? Number(link.dataset.until) : null);
});

onKeys({
  KeyJ: () => rows.move(1), KeyK: () => rows.move(-1),
  ArrowDown: () => false, ArrowUp: () => false,
  Space: toggle, Enter: playEvidence,
  ArrowLeft: () => jump(-5), ArrowRight: () => jump(5),
  BracketLeft: () => faster(-1), BracketRight: () => faster(1),
  Digit1: () => choose("met"), Digit2: () => choose("not_met"),
  Digit3: () => choose("not_applicable"), Digit4: () => choose("unsure"),
  Numpad1: () => choose("met"), Numpad2: () => choose("not_met"),
  Numpad3: () => choose("not_applicable"), Numpad4: () => choose("unsure"),
  KeyT: fillSecond, KeyC: () => open("details.confirm"), KeyN: () => open("#note"),
  KeyF: () => { const button = document.getElementById("finish"); button?.focus(); return Boolean(button); },
  KeyQ: () => { location.href = page.dataset.queue; },
});

if (audio) {
  audio.addEventListener("play", () => requestAnimationFrame(watch));
  audio.addEventListener("pause", () => { until = null; });
  audio.addEventListener("seeked", () => transcript.follow(audio.currentTime * 1000));
  document.getElementById("speed").addEventListener("change", (event) => {
    audio.playbackRate = Number(event.target.value);
  });
  draw().catch(() => { document.getElementById("wave").hidden = true; });
}
if (location.hash.startsWith("#c-")) rows.to(location.hash.slice(1));
// A link to a second: /calls/…#t=12.3 plays nothing by itself, it only stands there.
const wanted = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
if (wanted) {
  if (audio) audio.currentTime = Number(wanted[1]);
  transcript.follow(Number(wanted[1]) * 1000);
}

async function draw() {
  const box = document.getElementById("wave");
  const answer = await fetch(page.dataset.peaks);
  if (!answer.ok) throw new Error(String(answer.status));
  const { duration_ms: ms, lanes } = await answer.json();
  const loudest = Math.max(1, ...lanes.map((lane) => lane.peaks.reduce((m, v) => Math.max(m, Math.abs(v)), 0)));
  const marks = Regions.create();
  const wave = WaveSurfer.create({
    container: box, media: audio, cspNonce: page.dataset.nonce, duration: ms / 1000,
    peaks: lanes.map((lane) => lane.peaks.map((v) => v / loudest)),
    splitChannels: lanes.map(({ role }) => ({ height: 46, waveColor: LANES[role], progressColor: LANES[role] })),
    height: 46, cursorColor: "#1a1d21", cursorWidth: 2, hideScrollbar: false, dragToSeek: true, plugins: [marks],
  });
  wave.on("interaction", () => { until = null; });
  wave.once("ready", () => { // before, a sound that lies in the browser's cache leaves the marks undrawn
    for (const mark of document.querySelectorAll("[data-mark]")) {
      marks.addRegion({
        start: Number(mark.dataset.play) / 1000, end: Number(mark.dataset.until) / 1000,
        color: TINTS[mark.dataset.mark], drag: false, resize: false,
      });
    }
  });
  for (const [i, { role }] of lanes.entries()) {
    const name = document.createElement("span");
    name.className = `lane ${role}`;
    name.textContent = box.dataset[role] || role;
    name.style.top = `${i * 46 + 2}px`;
    box.append(name);
  }
  for (const [id, factor] of [["closer", 2], ["wider", 0.5]]) {
    document.getElementById(id).addEventListener("click", () => {
      const now = wave.options.minPxPerSec || box.clientWidth / (ms / 1000);
      wave.zoom(Math.max(box.clientWidth / (ms / 1000), Math.min(200, now * factor)));
    });
  }
}
