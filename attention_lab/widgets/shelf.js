// The shelf: a question fills every book as far as it is read; a slider goes from the best one to a little of many.
import { argmax, blend, pack, softmax, sum } from "./core.js";
import { format, frame, h, onFrame, percent, select, setText, setVariable, slider, spoken, strip } from "./ui.js";
import { predict } from "./predict.js";
import { learner } from "./learner.js";

const SHOWN = 3;
// The slider's ends: one book only, and nearly the same for each.
const COLD = 0.005;
const HOT = 0.5;
export const temperatureAt = (position) => COLD * (HOT / COLD) ** (position / 100);

function render({ model, el }) {
  const { questions, titles, labels, authors, scores, rows, first, start } = model.get("settings");
  const view = frame(el, {
    title: "The shelf",
    tip: "Slide from the best book to a little of many: what one book gains, the others lose.",
  });
  const state = { question: 0, position: start, picked: null };
  const redraw = onFrame(draw);
  const yours = learner(model, view, showReports);
  let shares = [];
  let mixture = [];
  let naming = 0;
  const lit = [];

  // ---- the shelf ----

  const spines = titles.map((title, i) => h("button", {
    type: "button", class: "sh-spine", title: `${title}, ${authors[i]}`,
    on: { click: () => tap(i) },
  }, h("span", { class: "sh-name aw-shade", text: labels[i] })));
  spines.forEach((spine, i) => spine.firstChild.style.setProperty("--tall", `${86 + ((i * 37) % 5) * 3.5}%`));
  const shelf = h("div", { class: "sh-shelf", role: "toolbar", "aria-label": "The books; arrow keys go from one to the next", on: { keydown: walk, focusin: enter } }, spines);
  const said = spoken({ class: "sh-said" });

  // Forty-eight books are one stop of the Tab key.
  function enter({ target }) {
    spines.forEach((spine) => { spine.tabIndex = spine === target ? 0 : -1; });
  }
  enter({ target: spines[0] });

  function walk(event) {
    const at = spines.indexOf(event.target);
    const row = spines.filter((spine) => spine.offsetTop === spines[0].offsetTop).length;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + row, ArrowUp: at - row, Home: 0, End: spines.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    spines[to]?.focus();
  }

  function tap(i) {
    if (prediction.waiting) {
      prediction.answer(i);
      return;
    }
    state.picked = state.picked === i ? null : i;
    redraw();
  }

  // ---- what is read: the largest shares, the rest, the blend ----

  const width = rows[0].length;
  const top = Math.max(...rows.flat().map(Math.abs));
  const line = () => {
    const parts = { name: h("span", { class: "sh-title" }), share: h("span", { class: "sh-share aw-shade" }), strip: strip("sh-strip") };
    parts.node = h("li", {}, parts.share, parts.name, parts.strip.node);
    return parts;
  };
  const lines = Array.from({ length: SHOWN }, () => line());
  const rest = line();
  const mixed = strip("sh-strip sh-blend");
  const mixedYours = strip("sh-strip sh-blend");
  const difference = h("i", { hidden: true });
  mixedYours.node.append(difference);
  const yoursBox = h("div", { class: "sh-sum", hidden: true }, h("span", { class: "sh-title", text: "your blend" }), mixedYours.node);
  const reading = h("div", { class: "sh-reading aw-after" },
    h("ul", { class: "sh-lines" }, lines.map((one) => one.node), rest.node),
    h("div", { class: "sh-sum" }, h("span", { class: "sh-title", text: "added up: the blend" }), mixed.node), yoursBox,
    h("p", { class: "sh-legend", text: `A strip is a book’s row times its weight (the first ${width} numbers; above 0 in the upper half, below 0 in the lower one).` }));

  // ---- drawing ----

  function draw() {
    const matches = scores[state.question];
    shares = softmax(matches, { temperature: temperatureAt(state.position) });
    const order = shares.map((_, i) => i).sort((a, b) => matches[b] - matches[a]);
    const seen = !prediction?.waiting;
    spines.forEach((spine, i) => {
      light(i, seen ? Math.round(250 * shares[i]) / 250 : 0);
      spine.classList.toggle("sh-out", seen && shares[i] >= 0.1);
      spine.classList.toggle("sh-picked", state.picked === i);
    });
    clearTimeout(naming);
    naming = setTimeout(name, 200, seen); // the spines' full names, once the slider rests
    mixture = blend(shares, rows);
    lines.forEach((one, r) => fill(one, titles[order[r]], order.slice(r, r + 1)));
    fill(rest, `the other ${order.length - SHOWN} books`, order.slice(SHOWN));
    mixed.set(mixture, top);
    view.say(sentence(order));
    said.say(state.picked == null ? "Point at a book, or tap it, to see its match and its weight."
      : `${titles[state.picked]} by ${authors[state.picked]}: match ${format(matches[state.picked])}, place ${order.indexOf(state.picked) + 1} of ${titles.length}, ${percent(shares[state.picked])} of the reading.`);
    ask();
  }

  // Restyling a spine costs most of a redraw, so only those are touched whose shade has changed.
  function light(i, shade) {
    if (lit[i] !== shade) spines[i].firstChild.style.setProperty("--w", shade);
    lit[i] = shade;
  }

  function name(seen) {
    spines.forEach((spine, i) => spine.setAttribute("aria-label", seen
      ? `${labels[i]}, match ${format(scores[state.question][i])}, read ${percent(shares[i])}` : labels[i]));
  }

  function fill(one, name, books) {
    const share = sum(books.map((i) => shares[i]));
    setText(one.name, name);
    setText(one.share, percent(share));
    setVariable(one.share, "--w", share.toFixed(3));
    one.strip.set(blend(books.map((i) => shares[i]), books.map((i) => rows[i])), top);
  }

  function sentence(order) {
    const [first, second] = order;
    const read = shares.filter((share) => share >= 0.005).length;
    const most = `${titles[first]} gets ${percent(shares[first])} of the reading`;
    if (read === 1) return `${most}; no other book gets half a percent.`;
    return `${most}, ${titles[second]} ${percent(shares[second])}; ${read} books get half a percent or more.`;
  }

  // ---- the learner's functions ----

  function ask() {
    const best = argmax(scores[state.question]);
    yours.ask([
      { function: "hard_lookup", args: [state.question], expected: [rows[best]], parts: ["value"] },
      { function: "blend", args: [pack(shares)], expected: [mixture], parts: ["output"] },
    ]);
  }

  function showReports(reports) {
    const values = reports.get("blend")?.values?.[0];
    const at = reports.get("blend")?.difference?.index[0] ?? -1;
    yoursBox.hidden = !values;
    if (values) mixedYours.set(values, top);
    difference.hidden = at < 0;
    difference.style.left = `${(100 * at) / width}%`;
    difference.style.width = `${100 / width}%`;
    const found = reports.get("hard_lookup")?.values?.[0];
    const book = found ? rows.findIndex((row) => row.every((x, c) => Math.abs(x - found[c]) < 1e-6)) : -1;
    spines.forEach((spine, i) => spine.classList.toggle("sh-yours", i === book));
    const best = argmax(scores[state.question]);
    if (book >= 0 && book !== best) {
      const report = reports.get("hard_lookup");
      report.text = `Your hard_lookup took ${titles[book]}; the best match is ${titles[best]}. ${report.text}`;
    }
  }

  // ---- controls and the prediction ----

  const asked = select({
    label: "A reader asks for", options: questions,
    onChange: (i) => { state.question = i; redraw(); },
  });
  const amount = slider({
    label: "How much to read", min: 0, max: 100, step: 1, value: state.position,
    show: (x) => (x < 10 ? "the best" : x < 70 ? "a few" : "a little of many"),
    onInput: (x) => { state.position = x; redraw(); },
  });
  view.controls.append(asked.node, amount.node);
  view.controls.classList.add("aw-wide");
  view.stage.prepend(view.controls);
  view.picture.append(shelf);
  const left = h("div");
  view.picture.before(left);
  left.append(view.picture, said.node);
  view.live.after(reading);
  view.root.classList.add("sh-root");

  const bestOf = (q) => argmax(scores[q]);
  const prediction = predict(view, {
    key: "shelf",
    first,
    question: `A reader asks for “${questions[0]}”. Tap the book you would expect to match best.`,
    compare(guess) {
      const place = 1 + scores[0].filter((x) => x > scores[0][guess]).length;
      const best = bestOf(0);
      return {
        expected: titles[guess], close: guess === best,
        found: guess === best ? `its match is the best, ${format(scores[0][best])}`
          : `${titles[best]} matches best (${format(scores[0][best])}), yours comes ${place}${["th", "st", "nd", "rd"][place % 100 > 10 && place % 100 < 14 ? 0 : place % 10] || "th"} (${format(scores[0][guess])})`,
      };
    },
    show(guess) {
      asked.input.value = state.question = 0;
      spines.forEach((spine, i) => spine.classList.toggle("sh-guess", i === guess));
      redraw();
    },
  });
  draw();
}

export default { render };
