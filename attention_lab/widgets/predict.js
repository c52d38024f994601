// Predict, then look: asks once before the first answer, keeps what was expected, and takes no for an answer.
import { button, h, setText, slider, toggle } from "./ui.js";

const STORE = "attention-lab";
export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) || window[STORE] || {};
  } catch {
    return window[STORE] || {}; // a page from file:// or a strict browser may forbid storage
  }
}
export function remember(change) {
  const kept = { predictions: {}, skipped: {}, ...remembered() };
  change(kept);
  window[STORE] = kept; // for as long as this page is open, and for its other widgets
  try {
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    // then no longer than that
  }
  window.dispatchEvent(new Event(STORE)); // the chapter's end looks back
}

// Asks once before the first answer. `key` names the prediction; `form(answer)` returns the nodes that take
// it and calls answer(guess) (leave it out where the picture itself is tapped and call .answer(guess)).
// With `first` false, or where the learner's function is to be judged, the widget answers at once and leaves it to the
// reader to be asked.
// `compare(guess)` returns { expected, found, close } in words. show(guess or null) draws the guess.
export function predict(view, { key, question, form = null, first = true, compare, show = () => {} }) {
  const line = h("p", { class: "aw-compared", role: "status" });
  const body = h("div");
  view.ask.append(line, body);
  let waiting = false;
  function done(text, label) {
    const more = button(label, again, { class: "aw-link" });
    const lost = body.contains(document.activeElement); // the focus is on what goes away now
    waiting = false;
    setText(line, text);
    body.replaceChildren(more);
    view.reveal(true);
    if (lost) more.focus({ preventScroll: true });
  }
  function told({ expected, found, close }) {
    return close ? `You expected ${expected}, and ${found}.` : `You expected ${expected}; ${found}.`;
  }
  function recall() {
    const earlier = remembered().predictions?.[key];
    if (!earlier) return false;
    done(told(earlier).replace("You expected", "Earlier you expected"), "Predict again");
    show(earlier.guess);
    return true;
  }
  function answer(guess) {
    if (!waiting) return;
    const result = compare(guess);
    remember((kept) => { kept.predictions[key] = { question, guess, ...result }; });
    done(told(result), "Predict again");
    show(guess);
    line.scrollIntoView({ block: "nearest" }); // what was tapped may be far below
  }
  function skip() {
    remember((kept) => { kept.skipped[key] = true; });
    if (recall()) return;
    done("", "Ask me to predict first");
    show(null);
  }
  function again() {
    remember((kept) => { delete kept.skipped[key]; });
    ask();
    body.querySelector("input, button").focus();
  }
  function ask() {
    waiting = true;
    setText(line, "");
    show(null);
    const all = toggle({
      label: "and do not ask in the other widgets", checked: Boolean(remembered().skipped?.all),
      onChange: (on) => remember((kept) => { kept.skipped.all = on; }),
    });
    body.replaceChildren(
      h("p", { class: "aw-question" }, h("strong", { text: "First, predict. " }), question),
      ...(form ? [h("div", { class: "aw-form" }, form(answer))] : []),
      h("div", { class: "aw-skip" }, button("Skip", skip), all.node));
    view.reveal(false);
  }
  const { skipped } = remembered();
  if (!recall()) {
    if (!first || view.handed || skipped?.[key] || skipped?.all) done("", "Ask me to predict first");
    else ask();
  }
  return { answer, get waiting() { return waiting; } };
}

// Forms for predict: a sketched value, and a choice.
export const sketch = ({ label, min, max, step, start, show, onInput = () => {} }) => (answer) => {
  const input = slider({ label, min, max, step, value: start, show, onInput });
  return [input.node, button("Look", () => answer(input.value), { class: "aw-button aw-strong" })];
};
export const choices = (options) => (answer) => options.map((text, i) => button(text, () => answer(i)));
