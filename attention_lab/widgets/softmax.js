// The softmax bench: scores to drag, their exponentials as areas, which flow into one bar of 100%.
import { pack, softmax, softmaxSteps } from "./core.js";
import { button, choice, dragBar, exact, fold, format, frame, h, onFrame, percent, setText, slider, toggle } from "./ui.js";
import { predict, sketch } from "./predict.js";
import { learner } from "./learner.js";

const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const SECOND = [-1, 1, 2, 0.5, 0, -2];
const SIDE = 46; // of the largest exponential's square, in pixels

function render({ model, el }) {
  const { labels, scores } = model.get("settings");
  const view = frame(el, {
    title: "The softmax bench",
    tip: "Drag a score up or down and watch every weight answer, not only its own.",
  });
  view.root.classList.add("sm-root");
  const yours = learner(model, view, showReports);
  // A second query for the learner's function: on one row many a mistake does not show.
  const start = { temperature: 1, size: 1, stable: true, precision: "float64", second: yours.names.length > 0 };
  const state = { ...start };
  const maskable = yours.names.length === 0 || yours.has("masked_softmax");
  const drawSoon = onFrame(draw);
  const redraw = () => {
    queries[0].guess(null); // the guess was about the first scores
    drawSoon();
  };
  const queries = [scores, labels.map((_, j) => SECOND[j])].map((base, i) => query(base, i));
  let reports = new Map();
  let prediction = null;
  let guessing = 0.2;

  function query(base, i) {
    const name = i === 0 ? "First query" : "Second query";
    const row = { scores: [...base], mask: labels.map(() => true) };
    const actual = (x) => format(x * state.size);
    row.bars = labels.map((label, j) => dragBar({
      label: `${name}, score of ${label}`, min: -3, max: 3, step: 0.1, value: base[j], show: actual,
      onInput: (x) => { row.scores[j] = x; redraw(); },
    }));
    row.numbers = labels.map(() => h("div", { class: "aw-number" }));
    row.open = labels.map((label, j) => toggle({
      label: "read", checked: true, onChange: (on) => {
        row.mask[j] = on;
        row.nothing.input.checked = !row.mask.includes(true);
        redraw();
      },
    }));
    row.open.forEach(({ input }, j) => input.setAttribute("aria-label", `read: ${name} may read ${labels[j]}`));
    row.nothing = toggle({
      label: "This query may read nothing",
      onChange: (on) => {
        row.mask.fill(!on);
        row.open.forEach(({ input }) => { input.checked = !on; });
        redraw();
      },
    });
    row.powers = labels.map(() => h("sup"));
    row.raised = row.powers.map((power) => h("span", { class: "sm-power" }, "e", power));
    row.exponentials = labels.map(() => h("span", { class: "sm-value" }));
    row.squares = labels.map(() => h("div", { class: "sm-square" }));
    row.how = h("p", { class: "sm-how aw-after" });
    row.whole = whole();
    row.mine = whole("aw-yours");
    row.total = h("p", { class: "sm-total", hidden: true });
    row.mine.node.hidden = true;
    row.weights = labels.map(() => {
      const value = h("div", { class: "aw-number" });
      const mine = h("div", { class: "aw-yours-number", hidden: true });
      return { node: h("div", { class: "aw-bar" }, value, mine), value, mine };
    });
    row.guess = (share) => row.whole.guess(share);
    row.node = h("div", { class: "sm-query", role: "group", "aria-label": name },
      i > 0 && h("p", { class: "sm-name", text: name }),
      h("div", { class: "aw-columns" }, labels.map((label, j) =>
        h("div", {}, h("div", { class: "aw-label", text: label }), row.bars[j].node, row.numbers[j], maskable && h("div", { class: "aw-after" }, row.open[j].node)))),
      row.how,
      h("div", { class: "aw-columns sm-areas aw-after" }, labels.map((_, j) =>
        h("div", {}, h("div", {}, row.raised[j], " = ", row.exponentials[j]), row.squares[j]))),
      row.whole.flows, row.whole.node, row.mine.node, row.total,
      h("div", { class: "aw-columns aw-after" }, row.weights.map(({ node }) => node)));
    return row;
  }

  // One bar of 100% with a piece for each key, and what flows into it from above.
  function whole(kind = "") {
    const pieces = labels.map((label) => h("div", { class: "sm-piece" }, h("span", { text: label })));
    const streams = labels.map(() => h("div"));
    const mark = h("div", { class: "aw-guess", hidden: true });
    const whole = h("div", { class: `sm-whole ${kind}`, "aria-hidden": "true" }, pieces, mark);
    return {
      node: whole,
      flows: h("div", { class: "sm-flows aw-after", "aria-hidden": "true" }, streams),
      // Where the learner's shares make more than one whole, all bars become as much shorter.
      set(shares, { sides = [], scale = 1, own = false } = {}) {
        let from = 0;
        whole.style.width = own ? "100%" : `${100 / scale}%`;
        shares.forEach((share, j) => {
          const part = Number.isFinite(share) ? (100 * Math.min(scale, Math.max(0, share))) / scale : 0;
          pieces[j].style.width = `${own ? part : part * scale}%`;
          pieces[j].classList.toggle("sm-thin", part < 14);
          const [centre, half] = [(100 * (j + 0.5)) / labels.length, (sides[j] ?? 0) / 2];
          streams[j].style.clipPath = `polygon(calc(${centre}% - ${half}px) 0, calc(${centre}% + ${half}px) 0, ${from + part}% 100%, ${from}% 100%)`;
          from += part;
        });
      },
      guess(share) {
        mark.hidden = share == null;
        if (share != null) mark.style.left = `${100 * share}%`;
      },
    };
  }

  const steps = (row) => softmaxSteps(row.scores.map((x) => x * state.size), {
    temperature: state.temperature, mask: row.mask, stable: state.stable,
    round: state.precision === "float32" ? Math.fround : undefined,
  });

  function draw() {
    const shown = state.second ? queries : queries.slice(0, 1);
    queries[1].node.hidden = !state.second;
    const results = shown.map(steps);
    shown.forEach((row, i) => drawQuery(row, results[i]));
    view.say(shown.map((row, i) => sentence(row, results[i], i)).join(" "));
    drawYours();
    ask(shown);
  }

  function drawQuery(row, result) {
    const divided = state.temperature === 1 ? "" : `each score divided by ${format(state.temperature)}`;
    row.bars.forEach((bar, j) => {
      setText(row.numbers[j], format(row.scores[j] * state.size));
      bar.node.classList.toggle("aw-off", !row.mask[j]);
      setText(row.powers[j], format(result.scores[j] - result.top));
      row.raised[j].classList.toggle("sm-hidden", !row.mask[j]);
      setText(row.exponentials[j], exact(result.exponentials[j]));
    });
    const most = Math.max(...result.exponentials);
    const sides = result.exponentials.map((x) => (most > 0 && Number.isFinite(most) ? SIDE * Math.sqrt(x / most) : 0));
    row.squares.forEach((square, j) => { square.style.width = square.style.height = `${sides[j].toFixed(1)}px`; });
    const subtracted = !state.stable || result.empty ? "" : `the largest${divided ? "," : " score"} ${format(result.top)}${divided ? "," : ""} subtracted first`;
    setText(row.how, `${["Exponentials as areas", [divided, subtracted].filter(Boolean).join(" and ")].filter(Boolean).join(", ")}. ${
      result.empty ? "There is nothing to divide: every weight is 0." : `Together ${exact(result.total)}: each is divided by it.`}`);
    row.result = result;
    row.sides = sides;
    weigh(row);
  }

  // The shares in the bar and in numbers; while the reader guesses, the guess alone.
  function weigh(row, mine = null) {
    const { weights } = row.result;
    const waiting = prediction?.waiting && row === queries[0];
    const all = mine ? mine.reduce((a, b) => a + b, 0) : 1;
    const scale = Math.min(4, Math.max(1, all)) || 1;
    row.whole.set(waiting ? weights.map((_, j) => (j ? 0 : guessing)) : weights, { sides: row.sides, scale });
    row.mine.node.hidden = row.total.hidden = !mine;
    if (mine) row.mine.set(mine, { scale, own: true });
    setText(row.total, `Yours add up to ${format(all)}.`);
    row.weights.forEach((one, j) => {
      setText(one.value, format(weights[j]));
      one.node.classList.toggle("aw-nan", Number.isNaN(weights[j]));
      one.mine.hidden = !mine;
      if (mine) setText(one.mine, `yours ${format(mine[j])}`);
    });
  }

  function sentence(row, { weights, exponentials, total, empty, scores: powers }, i) {
    const who = state.second ? (i === 0 ? "First query: " : "Second query: ") : "";
    if (empty) return `${who}${who ? "n" : "N"}othing may be read, so every weight is 0 and their sum is 0.`;
    if (total === Infinity) {
      const at = exponentials.indexOf(Infinity);
      const power = at < 0 ? "the sum of the exponentials" : `e to the power ${format(powers[at])}`;
      return `${who || "Here "}${power} is too large for ${state.precision} and becomes ∞; ∞ divided by ∞ is NaN, not a number.`;
    }
    if (total === 0) return `${who || "Here "}every exponential is too small for ${state.precision} and becomes 0; 0 divided by 0 is NaN, not a number.`;
    const best = weights.indexOf(Math.max(...weights));
    const all = weights.reduce((a, b) => a + b, 0);
    return `${who}${labels[best]} gets ${percent(weights[best])} of the reading. The weights add up to ${format(all)}.`;
  }

  // ---- the learner's function ----

  function ask(shown) {
    const X = shown.map((row) => row.scores.map((x) => x * state.size));
    const T = state.temperature;
    const divided = X.map((row) => row.map((x) => x / T));
    const mask = shown.map((row) => [...row.mask]);
    const coarse = { relative: state.size > 333 ? 1e-2 : 1e-3, absolute: 1e-5 };
    const common = { parts: ["weights"], tolerance: state.precision === "float32" ? coarse : undefined };
    const array = (x) => pack(x, state.precision);
    const expected = [softmax(divided)];
    yours.ask([
      { function: "softmax", args: [array(divided)], expected, ...common },
      { function: "temperature_softmax", args: [array(X), T], expected, ...common },
      {
        function: "masked_softmax", args: [array(divided), { ...pack(mask), dtype: "bool" }],
        expected: [softmax(divided, { mask })], ...common,
      },
    ]);
  }

  function showReports(answered) {
    reports = answered;
    drawYours();
  }

  function drawYours() {
    const report = reports.get(yours.names.at(-1));
    queries.forEach((row, i) => {
      const values = report?.values?.[0]?.[i];
      if (row.result) weigh(row, values?.length === labels.length ? values : null);
      const at = report?.difference?.index;
      row.weights.forEach((one, j) => one.node.classList.toggle("aw-differs", Boolean(at) && at[0] === i && at[1] === j));
    });
  }

  // ---- controls ----

  function resize(times) {
    state.size = times;
    queries.forEach((row) => row.bars.forEach((bar) => bar.refresh()));
  }

  const temperature = slider({
    label: "Temperature", min: 0.1, max: 5, step: 0.1, value: 1,
    onInput: (x) => { state.temperature = x; redraw(); },
  });
  const size = slider({
    label: "Scores multiplied by", min: 0, max: SIZES.length - 1, step: 1, value: 0, show: (i) => `${SIZES[i]}`,
    onInput: (i) => { resize(SIZES[i]); redraw(); },
  });
  const stable = toggle({
    label: "Subtract the largest score first", checked: true,
    onChange: (on) => { state.stable = on; redraw(); },
  });
  const second = toggle({ label: "A second query", onChange: (on) => { state.second = on; redraw(); } });
  const precision = choice({
    label: "Numbers in", options: [["float64", "float64"], ["float32", "float32"]], value: "float64",
    onChange: (kind) => { state.precision = kind; redraw(); },
  });
  function startAgain() {
    Object.assign(state, start);
    resize(start.size);
    temperature.value = 1;
    size.value = 0;
    stable.input.checked = true;
    second.input.checked = start.second;
    precision.choose("float64");
    queries.forEach((row, i) => {
      row.scores = i === 0 ? [...scores] : labels.map((_, j) => SECOND[j]);
      row.bars.forEach((bar, j) => bar.set(row.scores[j]));
      row.mask.fill(true);
      [...row.open, row.nothing].forEach(({ input }, j) => { input.checked = j < labels.length; });
    });
    redraw();
  }
  const reset = button("Start again", startAgain);

  view.picture.append(queries[0].node);
  view.more.append(queries[1].node); // below everything, so that its coming moves nothing
  if (yours.names.length) {
    view.more.append(h("p", { class: "aw-legend aw-after" }, h("span", { class: "aw-key" }), " expected ", h("span", { class: "aw-key aw-yours" }), " yours"));
  }
  second.input.checked = start.second;
  view.controls.append(temperature.node);
  const broken = fold("Break it", size.node, stable.node, precision.node, ...(maskable ? [queries[0].nothing.node] : []), second.node);
  view.side.append(h("div", { class: "aw-after" }, reset, broken));
  if (maskable) queries[1].node.append(queries[1].nothing.node);
  draw();
  prediction = predict(view, {
    key: "softmax",
    question: `These scores become attention weights that add up to 100%. How large is the weight of ${labels[0]}, whose score is ${format(scores[0])}?`,
    form: sketch({
      label: "Your guess", min: 0, max: 1, step: 0.01, start: guessing, show: percent,
      onInput: (share) => { guessing = share; weigh(queries[0]); },
    }),
    compare: (guess) => {
      const weight = softmax(scores)[0];
      return { expected: percent(guess), found: `it is ${percent(weight)}`, close: Math.abs(guess - weight) < 0.05 };
    },
    show(guess) {
      startAgain(); // the question is about the first scores
      queries[0].guess(guess);
    },
  });
  draw();
}

export default { render };
