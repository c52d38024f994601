// The spread: random dot products widen with d_k, the softmax saturates, its derivative dies.
import { histogram, largest, mean, normals, pack, scaledScores, softmax, std } from "./core.js";
import { button, choice, exact, format, frame, h, heatTable, onFrame, percent, s, setText, slider, weightBars } from "./ui.js";
import { choices, predict } from "./predict.js";
import { learner } from "./learner.js";

const REACH = 100; // the axis goes from -REACH to REACH
const WIDEST = 10; // the slider ends at d_k = 2 ** WIDEST
const SHOWN = 6; // the learner's function is tried on d_k up to 2 ** SHOWN
const PEAK = 120; // how high a ridge may be, in pixels, and a spread of 1 is
const STEP = 22; // between the feet of two ridges
const FACTORS = [1, 2, 4, 16];
const DIVISORS = { none: () => 1, root: Math.sqrt, width: (d) => d };
const widthIs = (e) => `dₖ\u00a0=\u00a0${2 ** e}`;
const slopeOf = (shares) => largest(shares.map((a) => a * (1 - a)));

// `rows` queries with `keys` keys each, of standard normal numbers. A wider d_k only adds columns:
// of(e) gives the scores for d_k = 2 ** e, and warm() computes ahead bit by bit.
export function sampler(seed, rows, keys) {
  const next = normals(seed);
  const partial = new Float64Array(rows * keys);
  const kept = [];
  let columns = 0;
  function addColumn() {
    for (let r = 0; r < rows; r++) {
      const q = next();
      for (let j = r * keys; j < (r + 1) * keys; j++) partial[j] += q * next();
    }
    columns += 1;
    if (columns === 2 ** kept.length) kept.push([...partial]);
  }
  function warm(told = () => {}) {
    const end = performance.now() + 8;
    while (kept.length <= WIDEST && performance.now() < end) addColumn();
    if (kept.length <= WIDEST) setTimeout(warm, 12, told);
    told();
  }
  function of(e) {
    while (kept.length <= e) addColumn();
    return kept[e];
  }
  return { warm, of, knows: (e) => e < kept.length };
}

// Steps are about a third of the spread wide, so that hill and needle are drawn alike.
export function outline(values, spread) {
  const width = Math.max(0.5, 2 ** Math.round(Math.log2(spread / 3)));
  const half = (Math.round(REACH / width) + 0.5) * width;
  const bins = histogram(values, -half, half, Math.round((2 * half) / width));
  const top = largest(bins);
  const step = (bin, i) => `V${(100 - (96 * bin) / top).toFixed(1)}H${((i + 1) * width - half).toFixed(2)}`;
  return `M${-half} 100${bins.map(step).join("")}V100Z`;
}

// A ridge of the same area for each set of numbers: the wider it is, the lower. Its foot is at y = 0.
export function ridge(values, spread) {
  const width = Math.max(1 / 16, 2 ** Math.round(Math.log2(spread / 3)));
  const half = (Math.round(Math.min(REACH, 5 * spread) / width) + 0.5) * width;
  const bins = histogram(values, -half, half, Math.round((2 * half) / width));
  const tall = (bin) => Math.min(PEAK, (PEAK * 2.5 * bin) / (values.length * width));
  const points = bins.map((bin, i) => `L${((i + 0.5) * width - half).toFixed(2)} ${(-tall(bin)).toFixed(1)}`);
  return `M${-REACH} 0L${(-half).toFixed(2)} 0${points.join("")}L${half.toFixed(2)} 0L${REACH} 0`;
}

function render({ model, el }) {
  const { seed, rows, keys, start } = model.get("settings");
  const view = frame(el, {
    title: "The spread",
    tip: "Make the vectors wider and watch the ridge spread. Then divide the scores: what becomes of the cone?",
  });
  view.root.classList.add("sg-root");
  const state = { e: start, by: "none", row: 0, guess: null };
  const samples = sampler(seed, rows, keys);
  const known = new Map();
  const yours = learner(model, view, showReports);
  const redraw = onFrame(draw);
  const many = (count, make) => Array.from({ length: count }, make);
  let report = null;

  // What depends on d_k and the divisor only, computed once.
  function summary(e, by) {
    const name = by + e;
    if (!known.has(name)) {
      const divisor = DIVISORS[by](2 ** e);
      const values = samples.of(e).map((score) => score / divisor);
      const table = many(rows, (_, r) => values.slice(r * keys, (r + 1) * keys));
      const spread = std(values);
      const beyond = values.filter((x) => Math.abs(x) > REACH).length;
      known.set(name, { divisor, table, spread, beyond, ridge: ridge(values, spread), slope: mean(softmax(table).map(slopeOf)) });
    }
    return known.get(name);
  }

  const spreadAt = (e) => summary(e, "none").spread;

  // ---- the histogram: HTML around it, so that its letters keep their size ----

  const place = (x) => `${50 + (50 * Math.max(-REACH, Math.min(REACH, x))) / REACH}%`;
  const bracket = (text, kind) => {
    const line = h("div", { class: `sg-line ${kind}` });
    const words = h("span");
    return { node: h("div", { class: "sg-bracket" }, line, words), set(spread) {
      line.style.width = `${(100 * spread) / REACH}%`;
      setText(words, `${text} ${format(spread)}`);
    } };
  };
  const what = h("p", { class: "aw-tier sg-what" });
  const sheet = PEAK + WIDEST * STEP;
  const drawn = { "vector-effect": "non-scaling-stroke" };
  const at = (e) => ({ transform: `translate(0 ${PEAK + e * STEP})` });
  const ridges = many(WIDEST + 1, (_, e) => s("path", { class: "sg-ridge", ...drawn, ...at(e) }));
  const ghost = s("path", { class: "sg-ghost", ...drawn });
  const picture = s("svg", { class: "sg-hist", viewBox: `${-REACH} 0 ${2 * REACH} ${sheet}`, preserveAspectRatio: "none", role: "img" }, ridges, ghost);
  const widths = h("div", { class: "sg-widths", "aria-hidden": "true" }, ridges.map((_, e) => h("span", { style: { top: `${(100 * (PEAK + e * STEP)) / sheet}%` }, text: `${2 ** e}` })));
  picture.addEventListener("click", (event) => {
    const { top, height } = picture.getBoundingClientRect();
    const e = Math.round(((event.clientY - top) / height) * (sheet / STEP) - PEAK / STEP + 0.4);
    state.e = length.value = Math.max(0, Math.min(WIDEST, e));
    redraw();
  });
  const ticks = many(keys, () => h("i", { class: "sg-tick" }));
  const axis = h("div", { class: "sg-axis", "aria-hidden": "true" },
    [-1, -0.5, 0, 0.5, 1].map((x) => h("span", { style: { left: place(x * REACH) }, text: format(x * REACH, 0) })));
  const measured = bracket("standard deviation", "");
  const guessed = bracket("you expected", "sg-guessed");

  // ---- one row, its shares, and what is left of the derivative ----

  const rowTitle = h("span");
  const another = button("Another row", () => { state.row = (state.row + 1) % rows; redraw(); });
  const numbers = ticks.map(() => h("div", { class: "sg-small" }));
  const bars = weightBars(ticks);
  const oneRow = h("div", { class: "aw-after" },
    h("div", { class: "sg-words" }, rowTitle, another),
    h("div", { class: "aw-columns sg-columns" }, bars.nodes.map((node, j) =>
      h("div", {}, h("div", { class: "sg-small", text: `key ${j + 1}` }), numbers[j], node))));
  const meter = (label) => {
    const fill = h("div", { class: "sg-fill" });
    const value = h("span", { class: "sg-value" });
    const node = h("div", {}, h("div", { class: "sg-words" }, h("span", { text: label }), value), h("div", { class: "sg-track" }, fill));
    return { node, set(x) {
      fill.style.width = `${400 * x}%`;
      setText(value, exact(x));
    } };
  };
  const slope = meter("largest of these 8");
  const average = meter(`on average in ${rows} rows`);
  const learning = h("div", { class: "aw-after" },
    h("p", { class: "sg-note", text: "How far a weight a follows a nudge of its score: a(1 − a), at most 0.25 (a full bar)" }),
    h("div", { class: "sg-meters" }, slope.node, average.node));
  learning.classList.add("sg-learning");

  // ---- drawing ----

  function draw() {
    const { e, by, row, guess } = state;
    const now = summary(e, by);
    const divided = { none: "not divided", root: `divided by √${2 ** e} = ${format(now.divisor)}`, width: `divided by ${2 ** e}` }[by];
    ridges.forEach((node, n) => {
      const here = n === e;
      const seen = here || samples.knows(n);
      node.setAttribute("d", seen ? summary(n, by).ridge : `M${-REACH} 0H${REACH}`);
      node.classList.toggle("sg-hill", here);
      widths.children[n].classList.toggle("sg-here", here);
    });
    ghost.setAttribute("d", by === "none" ? "" : summary(e, "none").ridge);
    ghost.setAttribute("transform", at(e).transform);
    setText(what, `${rows * keys} dot products for each width d, from 1 to ${2 ** WIDEST}; all ridges have the same area. Marked: ${widthIs(e)}, ${divided}.`
      + (by === "none" ? "" : " The dashed line: undivided.") + (now.beyond ? ` ${now.beyond} lie outside.` : ""));
    picture.setAttribute("aria-label", `Histogram: standard deviation ${format(now.spread)}`);
    measured.set(now.spread);
    guessed.node.hidden = guess === null || by !== "none" || e !== start + 2;
    guessed.set(FACTORS[guess ?? 0] * spreadAt(start));
    const scores = now.table[row];
    const shares = softmax(scores);
    setText(rowTitle, `Row ${row + 1} of ${rows}: ${keys} scores and their attention weights`);
    scores.forEach((score, j) => {
      ticks[j].style.left = place(score);
      setText(numbers[j], format(score, Math.abs(score) < 1 ? 2 : Math.abs(score) < 10 ? 1 : 0));
    });
    bars.set(shares);
    slope.set(slopeOf(shares));
    average.set(now.slope);
    const best = shares.indexOf(largest(shares));
    view.say(`${widthIs(e)}, ${divided}: the scores spread by ${format(now.spread)}, and key ${best + 1} gets ${percent(shares[best])} of the attention. ${lesson(now, slopeOf(shares))}`);
    ask();
  }

  function lesson({ spread, slope: usual }, here) {
    if (spread < 0.2) return `All weights are nearly ${format(1 / keys, 3)}: the blend is hardly more than an average.`;
    if (here < 0.01) return "The softmax is saturated: a nudge moves nothing.";
    return usual > 0.1 ? "A nudged score still moves its weight." : "In most rows one key takes nearly all.";
  }

  // ---- the learner's function: small tables, all sizes different ----

  const small = normals(seed + 1);
  const block = (n) => many(5, () => many(n, () => many(2 ** SHOWN, () => Number(small().toFixed(2)))));
  const [Q, K] = [block(3), block(6)];
  const tableTitle = h("p", { class: "aw-tier" });
  const grid = heatTable({
    rows: Q[0].map((_, i) => `query ${i + 1}`), columns: K[0].map((_, j) => `key ${j + 1}`),
    kind: "scores", caption: "Scaled scores",
  });
  const widest = () => Math.min(state.e, SHOWN);
  let expected = [];

  function ask() {
    if (!yours.names.length) return;
    const [q, k] = [Q, K].map((tables) => tables.map((table) => table.map((vector) => vector.slice(0, 2 ** widest()))));
    expected = q.map((_, b) => scaledScores(q[b], k[b]));
    yours.ask([{ function: "scaled_scores", args: [pack(q), pack(k)], expected: [expected], parts: ["scores"] }]);
    drawYours();
  }

  function showReports(reports) {
    report = reports.get("scaled_scores");
    drawYours();
  }

  function drawYours() {
    const values = report?.values?.[0];
    const at = report?.difference?.index;
    const b = at ? at[0] : 0;
    setText(tableTitle, `scaled_scores on 5 small tables of 3 queries and 6 keys, ${widthIs(widest())}. Table ${b}, `
      + (values ? `expected and yours. All scores spread by ${format(std(expected.flat(2)))}, yours by ${format(std(values.flat(2)))}.` : "expected."));
    grid.set(expected[b], { yours: values?.[b], differs: at?.slice(1) });
  }

  // ---- controls ----

  const length = slider({
    label: "dₖ, the width of the vectors", min: 0, max: WIDEST, step: 1, value: start, show: (e) => `${2 ** e}`,
    onInput: (e) => { state.e = e; redraw(); },
  });
  const divide = choice({
    label: "Divide by", options: [["none", "nothing"], ["root", "√dₖ"], ["width", "dₖ"]], value: "none",
    onChange: (by) => { state.by = by; redraw(); },
  });
  view.picture.append(what, h("div", { class: "sg-sheet" }, widths, picture), h("div", { class: "sg-rug aw-after", "aria-hidden": "true" }, ticks), axis, measured.node, guessed.node);
  const left = h("div", { class: "sg-left" });
  view.picture.before(left);
  left.append(view.picture, learning);
  view.side.append(oneRow);
  if (yours.names.length) view.stage.before(h("div", { class: "sg-yours" }, tableTitle, grid.node));
  view.controls.append(length.node, divide.node);
  draw();
  setTimeout(samples.warm, 60, redraw);

  predict(view, {
    key: "scaling",
    question: `The vectors become four times as wide, from ${widthIs(start)} to ${widthIs(start + 2)}. What becomes of the spread of their dot products, the standard deviation ${format(spreadAt(start))}?`,
    form: choices(["It stays", "Twice as large", "4 times", "16 times"]),
    compare: (guess) => ({
      expected: guess ? `${FACTORS[guess]} times as much` : "the same", close: FACTORS[guess] === 2,
      found: `it grows from ${format(spreadAt(start))} to ${format(spreadAt(start + 2))}, a factor of ${format(spreadAt(start + 2) / spreadAt(start))}`,
    }),
    show(guess) {
      state.guess = guess;
      state.e = length.value = guess === null ? start : start + 2;
      divide.choose("none");
      draw();
    },
  });
}

export default { render };
