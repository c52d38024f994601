// The spread: random dot products widen with d_k, the softmax saturates, its derivative dies.
import { histogram, largest, mean, normals, pack, scaledScores, softmax, std } from "./core.js";
import { button, choice, exact, format, frame, h, heatTable, onFrame, percent, s, setText, slider, weightBars } from "./ui.js";
import { choices, predict } from "./predict.js";
import { learner } from "./learner.js";

const REACH = 100; // the axis goes from -REACH to REACH
const WIDEST = 10; // the slider ends at d_k = 2 ** WIDEST
const SHOWN = 6; // the learner's function is tried on d_k up to 2 ** SHOWN
const FACTORS = [1, 2, 4, 16];
const DIVISORS = { none: () => 1, root: Math.sqrt, width: (d) => d };
const widthIs = (e) => `d_k\u00a0=\u00a0${2 ** e}`;
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
  function warm() {
    const end = performance.now() + 8;
    while (kept.length <= WIDEST && performance.now() < end) addColumn();
    if (kept.length <= WIDEST) setTimeout(warm, 12);
  }
  function of(e) {
    while (kept.length <= e) addColumn();
    return kept[e];
  }
  return { warm, of };
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

function render({ model, el }) {
  const { seed, rows, keys, start } = model.get("settings");
  const view = frame(el, {
    title: "The spread",
    tip: "Make the vectors wider and watch their scores spread. Then divide the scores, and slide again.",
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
      known.set(name, { divisor, table, spread, beyond, outline: outline(values, spread), slope: mean(softmax(table).map(slopeOf)) });
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
  const hill = s("path", { class: "sg-hill" });
  const ghost = s("path", { class: "sg-ghost", "vector-effect": "non-scaling-stroke" });
  const picture = s("svg", { class: "sg-hist", viewBox: `${-REACH} 0 ${2 * REACH} 100`, preserveAspectRatio: "none", role: "img" }, hill, ghost);
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
    h("div", { class: "aw-tier sg-words" }, rowTitle, another),
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
  const slope = meter("Largest in this row");
  const average = meter(`Average of the largest over all ${rows} rows`);
  const learning = h("div", { class: "aw-after" },
    h("p", { class: "aw-tier", text: "How far a share a follows a nudge of its score: its derivative a(1 − a), at most 0.25 (a full bar)" }),
    slope.node, average.node);

  // ---- drawing ----

  function draw() {
    const { e, by, row, guess } = state;
    const now = summary(e, by);
    const divided = { none: "not divided", root: `divided by √${2 ** e} = ${format(now.divisor)}`, width: `divided by ${2 ** e}` }[by];
    hill.setAttribute("d", now.outline);
    ghost.setAttribute("d", by === "none" ? "" : summary(e, "none").outline);
    setText(what, `${rows * keys} dot products of random vectors, ${widthIs(e)}, ${divided}.`
      + (by === "none" ? "" : " The line: undivided.") + (now.beyond ? ` ${now.beyond} lie outside.` : ""));
    picture.setAttribute("aria-label", `Histogram: standard deviation ${format(now.spread)}`);
    measured.set(now.spread);
    guessed.node.hidden = guess === null || by !== "none" || e !== start + 2;
    guessed.set(FACTORS[guess ?? 0] * spreadAt(start));
    const scores = now.table[row];
    const shares = softmax(scores);
    setText(rowTitle, `Row ${row + 1} of ${rows}: ${keys} scores (the marks above) and their softmax`);
    scores.forEach((score, j) => {
      ticks[j].style.left = place(score);
      setText(numbers[j], format(score, Math.abs(score) < 1 ? 2 : Math.abs(score) < 10 ? 1 : 0));
    });
    bars.set(shares);
    slope.set(slopeOf(shares));
    average.set(now.slope);
    const best = shares.indexOf(largest(shares));
    view.say(`${widthIs(e)}, ${divided}: the scores spread by ${format(now.spread)}, and key ${best + 1} gets ${percent(shares[best])} of the reading. ${lesson(now, slopeOf(shares))}`);
    ask();
  }

  function lesson({ spread, slope: usual }, here) {
    if (spread < 0.2) return `All shares are nearly ${format(1 / keys, 3)}: the blend is hardly more than an average.`;
    if (here < 0.01) return "The softmax is saturated: a nudge moves nothing.";
    return usual > 0.1 ? "A nudged score still moves its share." : "In most rows one key takes nearly all.";
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
    label: "d_k, the width of the vectors", min: 0, max: WIDEST, step: 1, value: start, show: (e) => `${2 ** e}`,
    onInput: (e) => { state.e = e; redraw(); },
  });
  const divide = choice({
    label: "Divide by", options: [["none", "nothing"], ["root", "√d_k"], ["width", "d_k"]], value: "none",
    onChange: (by) => { state.by = by; redraw(); },
  });
  view.picture.append(what, picture, h("div", { class: "sg-rug aw-after", "aria-hidden": "true" }, ticks), axis, measured.node, guessed.node, oneRow, learning);
  if (yours.names.length) view.picture.append(h("div", { class: "aw-after" }, tableTitle, grid.node));
  view.controls.append(length.node, divide.node);
  draw();
  setTimeout(samples.warm, 200);

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
