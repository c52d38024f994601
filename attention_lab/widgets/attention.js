// The whole machine: how one query reads, step by step, among the numbers of all.
import { argmax, attention, causalMask, dotProductScores, firstDifference, largest, pack, sum } from "./core.js";
import { capital, choice, fold, format, frame, h, heatTable, onFrame, percent, s, select, setText, setVariable, strip, toggle, tokenOf } from "./ui.js";

const ROW = 40; // the height of a row of the picture, in pixels
const THICK = 20; // of a line that carries a weight of 1
import { predict } from "./predict.js";
import { learner } from "./learner.js";

function render({ model, el }) {
  const { sources } = model.get("settings");
  const view = frame(el, {
    title: "The whole machine",
    tip: "Go from step to step, and pick whose reading you follow.",
  });
  const yours = learner(model, view, showReports);
  const state = { source: 0, step: yours.names.length ? 4 : 0, query: sources[0].query, key: null, mask: "none" };
  const filler = "[PAD]";
  const redraw = onFrame(draw);
  let reports = new Map();
  let hover = null;
  let guessed = null;
  let prediction = null;
  let made; // the numbers of every step
  let makers; // the tables, each made when it is first looked at
  let tables;
  let placed; // the step whose tables are in sight

  const named = (names, at) => (sources[state.source].keys ? names[at] : tokenOf(names, at));
  const size = (rows) => largest(rows.flat().map(Math.abs));

  function compute() {
    const source = sources[state.source];
    const pad = (rows, last = rows[0].map(() => 0)) => (filled.input.checked ? [...rows, last] : rows);
    const columns = pad(source.keys || source.rows, filler);
    const [Q, K, V] = [source.keys ? source.Q : pad(source.Q), pad(source.K), pad(source.V)];
    const mask = { none: null, causal: causalMask(K.length), padding: columns.map((name) => name !== filler) }[state.mask];
    const { scores, weights, output } = attention(Q, K, V, mask);
    const open = Q.map((_, i) => K.map((__, j) => !mask || (mask[i][j] ?? mask[j])));
    made = {
      Q, K, V, mask, open, weights, output, columns, rows: source.keys ? source.rows : columns,
      raw: dotProductScores(Q, K), scaled: scores, d: K[0].length, width: V[0].length,
    };
  }

  // ---- the tables: one for each kind of numbers ----

  const formula = h("p", { class: "at-formula" });
  const stage = h("div", { class: "at-stage" });
  const asks = h("div", { class: "at-asks" });
  const keys = h("div", { class: "at-keys" });
  const lines = s("svg", { class: "at-lines", "aria-hidden": "true", preserveAspectRatio: "none" });
  const taken = { name: h("span"), strip: strip("at-V", ["--aw-value", "--aw-value"]), number: h("span", { class: "at-number" }) };
  const head = (role, words) => h("div", { class: "at-head" }, h("strong", { class: `at-${role}`, text: role }), ` ${words}`);
  let picture; // what the picture's rows are made of

  // ---- the picture: lines from the query that is followed to all keys, as thick as what it reads of them ----

  function pictured() {
    const { Q, K, V, rows, columns, width } = made;
    const strips = (role, colour, all) => {
      const most = size(all);
      return all.map((values) => {
        const one = strip(`at-${role}`, [colour, colour]);
        one.set(values, most);
        return one;
      });
    };
    const [q, k, v] = [strips("Q", "--aw-query", Q), strips("K", "--aw-key", K), strips("V", "--aw-value", V)];
    const chips = choice({ label: "Query", options: rows.map((name, i) => [i, name]), value: state.query, onChange: pick });
    chips.node.querySelectorAll("label").forEach((label, i) => label.append(q[i].node));
    asks.replaceChildren(chips.node);
    const read = columns.map((name, j) => {
      const parts = { share: h("span", { class: "at-share" }), value: v[j], number: h("span", { class: "at-number" }) };
      parts.node = h("button", { type: "button", class: "at-row", on: {
        click: () => (prediction?.waiting ? prediction.answer(j) : pick(state.query, j)),
        focus: () => prediction?.waiting || pick(state.query, j),
        pointerenter: () => { hover = [state.query, j]; redraw(); }, pointerleave: () => { hover = null; redraw(); },
      } }, h("span", { class: "at-name" }, name, k[j].node), parts.share, width > 1 ? v[j].node : parts.number);
      return parts;
    });
    const focused = [...keys.children].indexOf(document.activeElement);
    keys.replaceChildren(...read.map(({ node }) => node));
    if (focused >= 0) read[Math.min(focused, read.length - 1)].node.focus({ preventScroll: true });
    const { rows: ask, keys: found = ask } = sources[state.source];
    const tall = ROW * (Math.max(ask.length, found.length) + 1); // room for a filler, so that its coming moves nothing
    lines.setAttribute("viewBox", `0 0 100 ${tall}`);
    lines.style.height = `${tall}px`;
    const paths = columns.map(() => s("path", { "vector-effect": "non-scaling-stroke" }));
    lines.replaceChildren(...paths);
    return { read, paths };
  }

  function drawPicture(step, i, j) {
    const { raw, scaled, weights, output, open, V, rows, columns, width } = made;
    const waiting = prediction?.waiting;
    picture.read.forEach(({ node, share, value, number }, key) => {
      const [w, may] = [weights[i][key], step < 3 || open[i][key]];
      const text = [null, format(raw[i][key]), format(scaled[i][key]), may ? format(scaled[i][key]) : "hidden"][step] ?? (may ? percent(w) : "hidden");
      setText(share, waiting || step === 0 ? "" : text);
      setVariable(share, "--w", step >= 4 && !waiting ? w.toFixed(3) : "0");
      share.classList.toggle("aw-shade", step >= 4);
      node.classList.toggle("at-here", !waiting && key === j);
      node.classList.toggle("at-shut", !may);
      node.classList.toggle("at-guess", state.source === 0 && i === sources[0].query && guessed === key);
      node.setAttribute("aria-label", waiting || step === 0 ? columns[key] : `${columns[key]}: ${text}`);
      setVariable(value.node, "--part", step === 5 ? w.toFixed(3) : "1");
      if (width === 1) setText(number, step === 5 ? `${format(w)} × ${format(V[key][0], V[key][0] >= 100 ? 0 : 2)}` : format(V[key][0], V[key][0] >= 100 ? 0 : 2));
      const [from, to] = [ROW * (i + 0.5), ROW * (key + 0.5)];
      const line = picture.paths[key];
      line.setAttribute("d", `M0 ${from}C45 ${from} 55 ${to} 100 ${to}`);
      line.setAttribute("stroke-width", step >= 4 && !waiting ? Math.max(0.4, THICK * w).toFixed(1) : may ? 1 : 0);
      line.classList.toggle("at-on", !waiting && key === j);
    });
    taken.box.classList.toggle("at-unseen", step !== 5 || waiting);
    setText(taken.name, `${named(rows, i)} takes, added up`);
    if (width > 1) taken.strip.set(output[i], size(V));
    taken.strip.node.hidden = width === 1;
    setText(taken.number, width === 1 ? format(output[i][0], output[i][0] >= 100 ? 0 : 2) : "");
  }

  function table(title, rows, columns, kind, more = {}) {
    const heat = heatTable({ rows, columns, kind, caption: title, ...more });
    heat.title = h("p", { class: "aw-tier", text: title });
    heat.box = h("div", {}, heat.title, heat.node);
    return heat;
  }

  function build() {
    compute();
    const { Q, K, V, rows, columns, raw, d, width } = made;
    const letter = (role, text = role) => h("strong", { class: `at-${role}`, text });
    const part = (step, ...children) => h("span", { class: "at-part", "data-step": step, on: { click: () => steps.choose(step) } }, children);
    formula.replaceChildren(part(4, "softmax"), "(", part(3, "mask"), "(",
      part(1, letter("Q"), " ", letter("K", "Kᵀ")), part(2, ` / √${d}`), ")) ", part(5, letter("V")));
    const numbers = (n) => Array.from({ length: n }, (_, c) => `${c + 1}`);
    const pairs = (title, kind, decimals) => table(title, rows, columns, kind, { decimals, corner: "query", onCell: look });
    const decimals = size(V) < 100 ? 2 : 0;
    makers = {
      given: () => [["Q", "asks", rows, Q], ["K", "is found by", columns, K], ["V", "holds", columns, V]].map(([role, does, names, values]) => {
        const wide = values[0].length;
        const heat = table(`${role}: what each ${does}, ${wide === 1 ? "one number" : `${wide} numbers`}`, names, numbers(wide), wide > 1 ? "scores" : "plain", { decimals: role === "V" ? decimals : 2 });
        heat.title.replaceChildren(letter(role), heat.title.textContent.slice(1));
        heat.set(values);
        return heat;
      }),
      scores: () => pairs("Scores", "scores", size(raw) < 10 ? 2 : 1),
      weights: () => pairs("Weights: a row for each query", "weights", 2),
      path: () => table("", columns, ["score", "scaled", "masked", "weight"], "plain", { corner: "key" }),
      parts: () => table("", [...columns, "sum"], numbers(width), "scores", { corner: "key", decimals }),
      output: () => table("Output: a row for each query", rows, numbers(width), width > 1 ? "scores" : "plain", { corner: "query", decimals }),
    };
    tables = {};
    placed = null;
    picture = pictured();
    masks.node.querySelector("[value=causal]").disabled = rows !== columns;
    ask();
  }

  // Hovering looks; a tap or the focus picks.
  function look(i, j) {
    hover = i < 0 ? null : [i, j];
    if ([tables.scores, tables.weights].some((heat) => heat?.cells[i]?.[j] === document.activeElement)) pick(i, j);
    redraw();
  }

  function pick(query, key = null) {
    hover = null; // what is picked is seen, wherever the pointer rests
    Object.assign(state, { query, key });
    asks.querySelectorAll("input")[query].checked = true;
    redraw();
  }

  // ---- drawing ----

  function draw() {
    const step = prediction?.waiting ? 0 : state.step;
    const { raw, scaled, weights, output, mask, open, V, rows, columns, d } = made;
    const [i, chosen] = hover || [state.query, state.key];
    const j = chosen ?? argmax(weights[i]);
    formula.querySelectorAll(".at-part").forEach((node) => node.classList.toggle("at-on", step === Number(node.dataset.step)));
    drawPicture(step, i, j);
    if (placed !== step) {
      const names = [["given"], ["scores", "path"], ["scores", "path"], ["scores", "path"], ["weights", "path"], ["parts", "output"]][step];
      stage.replaceChildren(...names.flatMap((name) => (tables[name] ??= makers[name]())).map((heat) => heat.box));
      placed = step;
    }
    const { given, scores, path, parts } = tables;
    [given?.[0], scores, tables.weights, tables.output].forEach((heat) => mark(heat, i, "at-query"));
    mark(path, j, "at-key");
    mark(path, state.source === 0 && i === sources[0].query ? guessed : -1, "at-guess");
    mark(parts, columns.length, "at-sum");

    const mine = ["attention", "cross_attention"].map((name) => reports.get(name)).find((report) => report?.values);
    const learnt = (part, expected) => mine && { yours: mine.values[part], differs: firstDifference(pack(mine.values[part]), pack(expected))?.index };
    if (step > 0 && step < 4) {
      setText(scores.title, ["Scores: each query · each key", `Scaled: each score divided by √${d}`, "Masked: what may not be read is hidden"][step - 1]);
      const differs = step === 3 ? reports.get("causal_mask")?.difference?.index : null;
      scores.set(step === 1 ? raw : scaled, { mask: step === 3 ? mask : null, differs });
    }
    if (step === 4) tables.weights.set(weights, { mask, ...learnt(1, weights) });
    if (step === 5) {
      setText(parts.title, `Weight × value: what ${named(rows, i)} takes from each key`);
      V.forEach((_, key) => setText(parts.cells[key][0].previousSibling, `${format(weights[i][key])} × ${columns[key]}`));
      parts.set([...V.map((row, key) => row.map((x) => x * weights[i][key])), output[i]], { top: size(V) });
      tables.output.set(output, learnt(0, output));
    } else if (step) {
      setText(path.title, `The way of ${named(rows, i)}, key by key`);
      path.set(V.map((_, key) => [raw[i][key], scaled[i][key], scaled[i][key], weights[i][key]]), { top: 1, mask: V.map((_, key) => [true, true, open[i][key], true]) });
      path.cells.forEach((row) => row[3].classList.add("aw-shade"));
      path.cells.forEach((row) => row.slice(step).forEach((cell) => {
        setText(cell, "");
        cell.style.setProperty("--w", 0);
        cell.classList.remove("aw-masked");
      }));
    }
    [scores, tables.weights].forEach((heat) => heat?.stop(state.query, state.key ?? argmax(weights[state.query]))); // Tab goes to what is picked
    view.say(sentence(i, j));
  }

  const mark = (heat, at, name) => heat?.cells.forEach((row, r) => row[0].parentNode.classList.toggle(name, r === at));

  function sentence(i, j) {
    const { Q, K, rows, columns, raw, scaled, weights, open, output, d, width } = made;
    const row = weights[i];
    const best = argmax(row);
    const [who, key, top] = [named(rows, i), named(columns, j), named(columns, best)];
    const factor = (x) => (x < 0 ? `(${format(x)})` : format(x));
    const products = d > 4 ? `${d} products add up to` : `${Q[i].map((x, c) => `${factor(x)} × ${factor(K[j][c])}`).join(" + ")} =`;
    const equal = columns.flatMap((_, c) => (Math.abs(row[c] - row[best]) < 1e-9 ? [named(columns, c)] : []));
    const most = equal.length === columns.length ? "everything alike" : `${equal.join(" and ")} most`;
    const why = { none: "No mask", causal: "The causal mask hides what comes later", padding: "The padding mask hides the filler" };
    const wasted = row[columns.indexOf(filler)];
    return [
      sources[state.source].note,
      `${capital(who)} and ${key}: ${products} ${format(raw[i][j])}.`,
      `${capital(who)} and ${key}: ${format(raw[i][j])} divided by ${format(Math.sqrt(d))} is ${format(scaled[i][j])}.`,
      `${why[state.mask]}: ${who} may read ${open[i].filter(Boolean).length} of ${columns.length} keys.`,
      `${capital(who)} reads ${most}, ${percent(row[best])}${equal.length > 1 ? " each" : ""}${row[j] > row[best] - 1e-9 ? "" : `, and ${key} ${percent(row[j])}`}. Its weights add up to ${format(sum(row))}.`,
      wasted ? `${capital(who)} gives ${percent(wasted)} to a filler that means nothing; a padding mask prevents that.`
        : `${capital(who)} takes ${percent(row[best])} of the value of ${top}; all parts are added up${width > 1 ? "" : ` to ${format(output[i][0])}, an average of the values`}.`,
    ][state.step];
  }

  // ---- the learner's functions ----

  function ask() {
    reports = new Map();
    const { Q, K, V, mask, output, weights, columns, d, width } = made;
    const result = { kwargs: mask ? { mask: { ...pack(mask), dtype: "bool" } } : {}, expected: [output, weights], parts: ["output", "weights"] };
    const arrays = (...all) => all.map((array) => pack(array));
    // A memory that holds K and V side by side, and matrices that pick them out of it.
    const memory = K.map((row, j) => [...row, ...V[j]]);
    const picks = (rows, from, n) => Array.from({ length: rows }, (_, r) => Array.from({ length: n }, (__, c) => Number(r === from + c)));
    yours.ask([
      { function: "attention", args: arrays(Q, K, V), ...result },
      { function: "causal_mask", args: [columns.length], expected: [causalMask(columns.length).map((row) => row.map(Number))], parts: ["mask"], truths: true },
      { function: "cross_attention", args: arrays(Q, memory, picks(d, 0, d), picks(d + width, 0, d), picks(d + width, d, width)), ...result },
    ]);
  }

  function showReports(answered) {
    reports = answered;
    redraw();
  }

  // ---- controls and the prediction ----

  function change(by) {
    hover = null;
    Object.assign(state, { key: null }, by);
    const { rows, keys } = sources[state.source];
    if (keys && state.mask === "causal") masks.choose("none");
    state.query = Math.min(state.query, rows.length - 1);
    build();
    redraw();
  }
  const steps = choice({
    label: "Step", options: ["Q, K, V", "scores", "scaled", "mask", "softmax", "blend"].map((name, n) => [n, `${n + 1} ${name}`]),
    value: state.step, onChange: (step) => { state.step = step; redraw(); },
  });
  steps.node.classList.add("at-chips", "at-steps");
  const read = select({
    label: "Who reads what", options: sources.map(({ name }) => name),
    onChange: (n) => change({ source: n, query: sources[n].query }),
  });
  const masks = choice({
    label: "Mask", options: ["none", "causal", "padding"].map((name) => [name, name]), value: "none",
    onChange: (mask) => {
      filled.input.checked ||= mask === "padding";
      change({ mask });
    },
  });
  const filled = toggle({
    label: "A filler at the end, a row of zeros",
    onChange: (on) => (on || state.mask !== "padding" ? change({}) : masks.choose("none")),
  });

  view.root.classList.add("at-root");
  taken.box = h("div", { class: "at-taken" }, taken.name, taken.strip.node, taken.number);
  view.picture.append(h("div", { class: "at-picture" }, head("Q", "asks"), h("div"),
    h("div", { class: "at-heads" }, head("K", "is found by"), h("div"), head("V", "holds")), asks, lines, keys), taken.box);
  const numbers = fold("Show the numbers", stage);
  numbers.open = yours.names.length > 0;
  view.more.append(numbers);
  if (yours.names.length) numbers.append(h("p", { class: "aw-tier", text: "Where a cell holds two numbers, yours is the lower one." }));
  view.controls.append(formula, steps.node);
  view.side.append(h("div", { class: "aw-controls aw-after" }, read.node, masks.node, filled.node));
  build();
  const { rows, query, Q, K, V } = sources[0];
  prediction = predict(view, {
    key: "attention",
    question: `Inside a real encoder, each token of ${rows.join(" ")} shares out its attention; the first and the last are markers. Which token does “${rows[query]}” read most? Choose it among the keys.`,
    compare(guess) {
      const row = attention([Q[query]], K, V).weights[0];
      const best = argmax(row);
      const found = `it reads ${rows[best]} most, ${percent(row[best])}`;
      return { expected: rows[guess], close: guess === best, found: guess === best ? found : `${found}, and ${rows[guess]} ${percent(row[guess])}` };
    },
    show(guess) {
      guessed = guess;
      if (!prediction && guess == null) return;
      read.input.value = 0;
      filled.input.checked = false;
      masks.node.querySelector("[value=none]").checked = true;
      if (guess != null) state.step = 4;
      steps.node.querySelector(`[value="${state.step}"]`).checked = true; // no click: the widget may not be in its page yet
      change({ source: 0, query, mask: "none" });
    },
  });
  draw();
}

export default { render };
