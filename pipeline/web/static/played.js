// Which seconds were really played: told to the server in batches, and once more when the page is left.
// A stretch ends at a pause, a jump or the end; nothing is counted while the sound is off.

const EVERY_MS = 15000; // how often what was played is told
const SLACK_S = 0.75; // more than the clock allows is a jump: `timeupdate` comes at least four times a second

export class Played {
  #audio; #url; #csrf; #told; #start = null; #last = null; #clock = 0; #spans = [];

  constructor(audio, { url, csrf, told }) {
    this.#audio = audio;
    this.#url = url;
    this.#csrf = csrf;
    this.#told = told;
    audio.addEventListener("playing", () => this.#open());
    audio.addEventListener("timeupdate", () => this.#tick());
    audio.addEventListener("pause", () => { this.#tick(); this.close(); this.tell(); });
    audio.addEventListener("ended", () => { this.#tick(); this.close(); this.tell(); });
    audio.addEventListener("seeking", () => this.close());
    audio.addEventListener("seeked", () => { if (!audio.paused) this.#open(); });
    audio.addEventListener("volumechange", () => { if (this.#silent()) this.close(); });
    setInterval(() => this.tell(), EVERY_MS);
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#leave(); });
  }

  // Ends the stretch that is open; the next one begins where playing goes on.
  close() {
    if (this.#start !== null && this.#last > this.#start) {
      this.#spans.push([Math.round(this.#start * 1000), Math.round(this.#last * 1000)]);
    }
    this.#start = this.#last = null;
  }

  async tell() {
    this.#cut();
    if (!this.#spans.length) return;
    const spans = this.#spans.splice(0);
    try {
      const answer = await fetch(this.#url, {
        method: "POST", body: this.#form(spans), headers: { "X-CSRF-Token": this.#csrf, Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#told((await answer.json()).heard);
    } catch {
      this.#spans.unshift(...spans); // told with the next batch
      if (this.#spans.length > 500) this.#spans.splice(0, this.#spans.length - 500);
    }
  }

  #open() {
    if (this.#silent() || this.#audio.paused) return;
    if (this.#start === null) this.#start = this.#last = this.#audio.currentTime;
    this.#clock = performance.now();
  }

  #tick() {
    if (this.#start === null) return;
    const now = this.#audio.currentTime;
    const most = ((performance.now() - this.#clock) / 1000) * this.#audio.playbackRate + SLACK_S;
    this.#clock = performance.now();
    if (now < this.#last || now - this.#last > most) {
      this.close();
      if (!this.#audio.paused) this.#open();
      return;
    }
    this.#last = now;
  }

  // While it goes on playing: what is heard so far is told, and counting goes on from there.
  #cut() {
    if (this.#start === null) return;
    this.#tick();
    const last = this.#last;
    this.close();
    if (!this.#audio.paused && last !== null) this.#start = this.#last = last;
  }

  #leave() {
    this.#cut();
    if (!this.#spans.length) return;
    if (navigator.sendBeacon(this.#url, this.#form(this.#spans))) this.#spans = [];
  }

  #form(spans) {
    return new URLSearchParams({ csrf: this.#csrf, spans: spans.map((s) => s.join("-")).join(",") });
  }

  #silent() {
    return this.#audio.muted || this.#audio.volume === 0;
  }
}
