// The transcript follows the sound; a click on a word plays it. No element is made for a word: where it lies is
// worked out from the text when it is needed (a three-hour call has thirty thousand of them).

const times = new WeakMap();

// The words of an utterance: [startChar, endChar, startMs, endMs], from `skip,length,pause,duration;…`.
export function wordsOf(utterance) {
  if (!times.has(utterance)) {
    let char = 0;
    let ms = Number(utterance.dataset.start);
    const words = (utterance.dataset.words || "").split(";").filter(Boolean).map((word) => {
      const [skip, length, pause, duration] = word.split(",").map(Number);
      const start = char + skip;
      const from = ms + pause;
      char = start + length;
      ms = from + duration;
      return [start, char, from, ms];
    });
    times.set(utterance, words);
  }
  return times.get(utterance);
}

export class Transcript {
  #root; #utterances; #starts; #current = null; #word = null; #scrolled = 0;

  constructor(root, { play }) {
    this.#root = root;
    this.#utterances = [...root.querySelectorAll("[data-words]")];
    this.#starts = this.#utterances.map((u) => Number(u.dataset.start));
    root.addEventListener("click", (event) => {
      const utterance = event.target.closest("[data-words]");
      if (!utterance || String(getSelection())) return; // text is being marked, not a word asked for
      const ms = this.#momentAt(utterance, event.clientX, event.clientY);
      if (ms !== null) play(ms);
    });
    for (const kind of ["wheel", "touchmove", "keydown"]) {
      root.addEventListener(kind, () => { this.#scrolled = Date.now(); }, { passive: true });
    }
  }

  // Shows what is being said at a moment. Who scrolls is left alone for a while.
  follow(ms) {
    const utterance = this.#at(ms);
    if (utterance !== this.#current) {
      this.#current?.closest(".turn").classList.remove("now");
      utterance?.closest(".turn").classList.add("now");
      this.#current = utterance;
      if (utterance && Date.now() - this.#scrolled > 4000) this.#show(utterance);
    }
    this.#mark(utterance, ms);
  }

  // Scrolls to what an evidence rests on.
  reveal(ms) {
    this.#scrolled = 0;
    const utterance = this.#at(ms);
    if (utterance) this.#show(utterance);
  }

  #show(utterance) {
    const box = this.#root.getBoundingClientRect();
    const line = utterance.getBoundingClientRect();
    const inside = this.#root.scrollHeight > this.#root.clientHeight + 1;
    if (!inside) return;
    if (line.top < box.top + 20 || line.bottom > box.bottom - 20) {
      this.#root.scrollTop += line.top - box.top - box.height / 3;
    }
  }

  #at(ms) {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= ms + 20) low = middle + 1; else high = middle;
    }
    return this.#utterances[low - 1] || null;
  }

  #mark(utterance, ms) {
    if (!window.CSS?.highlights || !window.Highlight) return; // the turn is marked anyway
    const word = utterance && wordsOf(utterance).find(([, , from, until]) => from <= ms + 20 && ms < until);
    if (word === this.#word) return;
    this.#word = word;
    if (!word) { CSS.highlights.delete("word"); return; }
    const range = document.createRange();
    range.setStart(...this.#place(utterance, word[0]));
    range.setEnd(...this.#place(utterance, word[1]));
    CSS.highlights.set("word", new Highlight(range));
  }

  // The text node and offset of a character of an utterance.
  #place(utterance, char) {
    const walker = document.createTreeWalker(utterance, NodeFilter.SHOW_TEXT);
    let left = char;
    let node = walker.nextNode();
    let last = node;
    while (node && left > node.data.length) {
      left -= node.data.length;
      last = node;
      node = walker.nextNode();
    }
    return node ? [node, left] : [last, last.data.length];
  }

  #momentAt(utterance, x, y) {
    const words = wordsOf(utterance);
    let node = null;
    let offset = 0;
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      [node, offset] = [caret?.offsetNode, caret?.offset];
    } else if (document.caretRangeFromPoint) {
      const range = document.caretRangeFromPoint(x, y);
      [node, offset] = [range?.startContainer, range?.startOffset];
    }
    if (!node || !utterance.contains(node) || !words.length) return Number(utterance.dataset.start);
    const walker = document.createTreeWalker(utterance, NodeFilter.SHOW_TEXT);
    let char = offset;
    for (let text = walker.nextNode(); text && text !== node; text = walker.nextNode()) char += text.data.length;
    const word = words.find(([, end]) => char <= end) || words[words.length - 1];
    return word[2];
  }
}
