// A player for pages that only listen: buttons play their seconds, what was played is told to the server.

import { Played } from "./played.js";

const audio = document.getElementById("sound");
let until = null; // where the clip that plays ends, in seconds

if (audio) {
  const csrf = document.querySelector("meta[name=csrf]").content;
  const played = new Played(audio, { url: audio.dataset.plays, csrf, told: () => {} });

  const watch = () => {
    if (audio.paused) return;
    if (until !== null && audio.currentTime >= until) {
      audio.pause();
      until = null;
    }
    requestAnimationFrame(watch);
  };

  audio.addEventListener("play", () => requestAnimationFrame(watch));
  audio.addEventListener("pause", () => { until = null; });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-play]");
    if (!button) return;
    played.close();
    until = null;
    audio.currentTime = Number(button.dataset.play) / 1000;
    until = button.dataset.until ? Number(button.dataset.until) / 1000 + 0.05 : null;
    audio.play().catch(() => { until = null; });
  });
}
