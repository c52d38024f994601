// Real heads: a small map of each, the chosen one in numbers, and how a sequence is split among them.
import { mean, multiHeadAttention, normals, pack, shapeOf, splitHeads } from "./core.js";
import { capital, fold, frame, h, heatTable, onFrame, percent, s, select, setText, slider, tokenOf } from "./ui.js";

const THICK = 16; // of an arc that carries all of a row, in pixels
import { predict, sketch } from "./predict.js";
import { learner } from "./learner.js";

function render({ model, el }) {
  const { sentences, width, layer, head, token, guess: word } = model.get("settings");
  const { layers, heads } = sentences[0];
  const view = frame(el, {
    title: "Seventy-two heads",
    tip: "Pick a head among the maps, then a word below them, and follow its arcs to what it reads.",
  });
  const yours = learner(model, view, showReports);
  const state = { sentence: 0, layer, head, row: sentences[0].tokens.indexOf(token), column: null, filter: 0 };
  const redraw = onFrame(draw);
  let hoverHead = null;
  let hoverCell = null;
  let heat; // the chosen head's table

  const bytes = sentences.map(({ weights }) => Uint8Array.from(atob(weights), (c) => c.charCodeAt(0)));
  const count = (n) => Array.from({ length: n }, (_, i) => i);

  // A byte holds a weight in percent, and 128 more where it is the largest of its row.
  function rowOf(l, k, i, s = state.sentence) {
    const n = sentences[s].tokens.length;
    const start = ((l * heads + k) * n + i) * n;
    return bytes[s].subarray(start, start + n);
  }
  const mapOf = (l, k) => count(sentences[state.sentence].tokens.length).map((i) => Array.from(rowOf(l, k, i), (byte) => byte & 127));
  const topOf = (...place) => rowOf(...place).findIndex((byte) => byte > 127);
  // The heads in which token i reads one of `keys` most.
  const agreeing = (i, keys, s) => count(layers).map((l) => count(heads).map((k) => keys.includes(topOf(l, k, i, s))));
  const total = (marks) => marks.flat().filter(Boolean).length;
  const named = (at) => tokenOf(sentences[state.sentence].tokens, at);
  const share = (value) => ({ 0: "under 1%", 100: "over 99%" })[value] ?? percent(value / 100);

  // ---- all heads, small ----

  const labels = (n, from = 1) => count(n).map((i) => `${i + from}`);
  const grid = heatTable({
    rows: labels(layers), columns: labels(heads), kind: "plain", caption: "All heads",
    onCell(l, k) {
      hoverHead = l < 0 ? null : [l, k];
      if (l >= 0 && grid.cells[l][k] === document.activeElement) choose({ layer: l, head: k });
      redraw();
    },
  });
  grid.node.classList.add("he-grid");
  grid.node.style.setProperty("--n", heads);
  grid.cells.forEach((row, l) => row.forEach((cell, k) => cell.setAttribute("aria-label", `layer ${l + 1}, head ${k + 1}`)));
  // One picture behind all cells: a picture for each is slow to paint.
  const canvas = h("canvas", { "aria-hidden": "true" });
  grid.cells[0][0].append(canvas);

  // A pixel for each weight, and one between neighbouring maps, half of it on each side.
  function paint() {
    const violet = parseInt(getComputedStyle(view.root).getPropertyValue("--aw-violet").trim().slice(1), 16);
    const side = sentences[state.sentence].tokens.length + 1;
    canvas.width = heads * side - 1;
    canvas.height = layers * side - 1;
    const pixel = 100 / side; // in percent of a cell
    Object.assign(canvas.style, { left: `${pixel / 2}%`, top: `${pixel / 2}%`, width: `${100 * heads - pixel}%`, height: `${100 * layers - pixel}%` });
    const image = new ImageData(canvas.width, canvas.height);
    const pixels = new DataView(image.data.buffer);
    grid.cells.forEach((row, l) => row.forEach((_, k) => mapOf(l, k).forEach((weights, i) => weights.forEach((value, j) => {
      const at = (l * side + i) * canvas.width + k * side + j;
      pixels.setUint32(4 * at, violet * 256 + Math.round(2.55 * value));
    }))));
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
  const repaint = onFrame(paint); // once the widget is in the page, which has the colours
  const themes = new MutationObserver(repaint);
  [document.documentElement, document.body].forEach((node) => themes.observe(node, { attributeFilter: ["data-theme", "data-jp-theme-light"] }));

  // ---- the sentence, with an arc from the chosen token to what it reads ----

  const arcs = s("svg", { class: "he-arcs", preserveAspectRatio: "none", "aria-hidden": "true" });
  const line = h("div", { class: "he-line", role: "group", "aria-label": "Choose who reads" });
  let drawn;

  function buildLine() {
    const { tokens } = sentences[state.sentence];
    drawn = tokens.map((token, i) => ({
      path: s("path", { "vector-effect": "non-scaling-stroke" }),
      word: h("button", { type: "button", class: "he-word", on: {
        click: () => choose({ row: i, column: null }),
        pointerenter: (event) => { if (event.pointerType === "mouse") { hoverCell = [state.row, i]; redraw(); } },
        pointerleave: () => { hoverCell = null; redraw(); },
      } }, h("span", { text: token })),
    }));
    arcs.setAttribute("viewBox", `0 0 ${tokens.length} 1`);
    arcs.replaceChildren(...drawn.map(({ path }) => path));
    line.replaceChildren(...drawn.map(({ word }) => word));
  }

  function drawLine(weights, i, j) {
    drawn.forEach(({ path, word }, at) => {
      const [from, to] = [i + 0.5, at + 0.5];
      const top = 1 - Math.min(0.95, 0.3 + (1.2 * Math.abs(i - at)) / drawn.length);
      path.setAttribute("d", i === at ? `M${from - 0.2} 1C${from - 0.4} 0.55 ${from + 0.4} 0.55 ${from + 0.2} 1` : `M${from} 1C${from} ${top} ${to} ${top} ${to} 1`);
      path.setAttribute("stroke-width", weights[at] ? Math.max(0.6, (THICK * weights[at]) / 100) : 0);
      path.classList.toggle("he-on", at === j);
      word.classList.toggle("he-reader", at === i);
      word.classList.toggle("he-read", at === j);
      word.style.setProperty("--w", weights[at] / 100);
      word.setAttribute("aria-pressed", at === i);
      word.setAttribute("aria-label", `${named(at)}, gets ${share(weights[at])}`);
    });
  }

  // ---- what a head does: which heads to show ----

  const FILTERS = [
    ["all heads"],
    ["those that read the token before", (values, i) => values[i - 1]],
    ["those that read [CLS] or [SEP]", (values, i, n) => values[0] + values[n - 1]],
    ["those that read the token itself", (values, i) => values[i]],
    ["those that read the next token", (values, i) => values[i + 1]],
  ];
  const found = h("p", { class: "he-habit" });
  function filter() {
    const [, of] = FILTERS[state.filter];
    const n = sentences[state.sentence].tokens.length;
    let many = 0;
    grid.cells.forEach((row, l) => row.forEach((cell, k) => {
      const habitual = !of || mean(mapOf(l, k).slice(1, -1).map((values, i) => of(values, i + 1, n))) >= 50;
      many += habitual;
      cell.classList.toggle("he-dim", !habitual);
    }));
    setText(found, of ? `${many} of ${layers * heads}: there a word gives half of its attention or more to it, on average.` : "");
  }

  // ---- the chosen head, in numbers ----

  const title = h("p", { class: "aw-tier" });
  const place = h("div");
  const habit = h("p", { class: "aw-tier he-habit" });

  function build() {
    const { tokens } = sentences[state.sentence];
    heat = heatTable({
      rows: tokens, columns: tokens, decimals: 0, corner: "reads %", caption: "The chosen head: a row for each query, in percent",
      onCell(i, j) {
        hoverCell = i < 0 ? null : [i, j];
        if (i >= 0 && heat.cells[i][j] === document.activeElement) choose({ row: i, column: j });
        redraw();
      },
    });
    view.root.style.setProperty("--n", tokens.length);
    place.replaceChildren(heat.node);
    buildLine();
    filter();
    repaint();
  }

  function choose(by) {
    hoverHead = hoverCell = null; // what is chosen is seen, wherever the pointer rests
    Object.assign(state, by);
    layerSlider.value = state.layer + 1;
    headSlider.value = state.head + 1;
    stops();
    redraw();
  }

  // Tab goes to what is chosen.
  function stops() {
    grid.stop(state.layer, state.head);
    heat.stop(state.row, state.column ?? topOf(state.layer, state.head, state.row));
  }

  // ---- shapes ----

  const shapes = [
    [(n) => [n, width], "X: a row of numbers for each token", "whole"],
    [(n) => [n, width], "X W_Q: the queries of all heads, side by side; keys and values likewise", "joined"],
    [(n) => [n, heads, width / heads], "each row is cut into a piece for each head", "cut"],
    [(n) => [heads, n, width / heads], "two axes change places: each head has its own rows", "sheets"],
    [(n) => [heads, n, n], "each head makes its own weights, the tables above", "squares"],
    [(n) => [heads, n, width / heads], "and blends its own values", "sheets"],
    [(n) => [n, width], "the axes change back, the pieces are joined", "joined"],
    [(n) => [n, width], "times W_O: every column now takes something from every head", "mixed"],
  ].map(([shape, words, kind]) => {
    const parts = { shape, code: h("code"), pieces: count(heads).map(() => h("span")) };
    parts.node = h("li", {}, parts.code, h("span", { class: "he-words", text: words }), h("div", { class: `he-bar he-${kind}`, "aria-hidden": "true" }, parts.pieces));
    return parts;
  });
  const mine = h("p", { class: "aw-tier" });
  const splitting = fold("What splitting and joining do to the shapes", mine, h("ol", { class: "he-shapes" }, shapes.map(({ node }) => node)));

  // ---- drawing ----

  function draw() {
    const { tokens } = sentences[state.sentence];
    const n = tokens.length;
    const [l, k] = hoverHead || [state.layer, state.head];
    const values = mapOf(l, k);
    const [i, chosen] = hoverCell || [state.row, state.column];
    const best = topOf(l, k, i);
    const j = chosen ?? best;
    const same = agreeing(i, [j]);
    grid.cells.forEach((row, a) => row.forEach((cell, b) => {
      const here = a === l && b === k;
      cell.classList.toggle("he-here", here);
      cell.setAttribute("aria-selected", here);
      cell.classList.toggle("he-same", same[a][b]);
    }));
    drawLine(values[i], i, j);
    setText(title, `Layer ${l + 1}, head ${k + 1}: what ${named(i)} reads`);
    heat.set(values, { top: 100 });
    heat.cells.forEach((row, r) => {
      row[0].parentNode.classList.toggle("he-row", r === i);
      row.forEach((cell, c) => cell.classList.toggle("he-zero", values[r][c] === 0));
    });
    const words = count(n).slice(1, -1);
    const average = (of) => share(Math.round(mean(words.map(of))));
    setText(habit, `On average a word here gives ${average((r) => values[r][r - 1])} to the token before it, ${average((r) => values[r][r])} to itself, ${average((r) => values[r][r + 1])} to the next one, and ${average((r) => (r > 1 && values[r][0]) + (r < n - 2 && values[r][n - 1]))} to markers farther away.`);
    const other = j === best ? "" : `, and ${named(j)} ${share(values[i][j])}`;
    view.say(`${capital(named(i))} reads ${named(best)} most, ${share(values[i][best])}${other}. It reads ${named(j)} most in ${total(same)} of the ${layers * heads} heads, which have a dot.`);
    shapes.forEach(({ shape, code, pieces }) => {
      setText(code, `(${shape(n).join(", ")})`);
      pieces.forEach((piece, b) => piece.classList.toggle("he-on", b === k));
    });
    const size = width / heads;
    setText(mine, `${n} tokens, ${heads} heads of ${size} columns. Head ${k + 1}, filled in, has columns ${k * size} to ${(k + 1) * size - 1}.`);
  }

  // ---- the learner's functions ----

  const X = [10, 20, 30].map((tens) => count(4).map((units) => tens + units));
  const random = normals(7);
  const noise = (rows) => count(rows).map(() => count(4).map(() => Math.round(10 * random()) / 10));
  const inputs = [3, 5, 4, 4, 4, 4].map(noise);
  const multi = multiHeadAttention(...inputs, 2);
  const tests = {
    split_heads: { about: "X, 2): tens are tokens, units are columns", args: [pack(X), 2], expected: [splitHeads(X, 2)] },
    merge_heads: { about: "heads) on the heads of the same X", args: [pack(splitHeads(X, 2))], expected: [X] },
    multi_head_attention: {
      about: "X, memory, …, 2): 3 queries, 5 keys, 4 columns", args: [...inputs.map((array) => pack(array)), 2],
      expected: [multi.output, multi.weights], parts: ["output", "weights"],
    },
  };
  // A table for each matrix that a function should return; three axes make one for each head.
  const results = yours.names.map((name) => {
    const { about, expected, parts = ["result"] } = tests[name];
    const tables = expected.flatMap((array, part) => (shapeOf(array).length < 3 ? [[array, part]] : array.map((one, at) => [one, part, at])))
      .map(([array, part, at]) => {
        const caption = parts[part] + (at == null ? "" : `, head ${at}`);
        const table = heatTable({
          rows: labels(array.length, 0), columns: labels(array[0].length, 0), caption,
          kind: parts[part] === "weights" ? "weights" : "plain", decimals: parts[1] ? 2 : 0,
        });
        const show = ({ values, difference } = {}) => {
          const index = difference?.part === part && difference.index;
          table.set(array, {
            yours: values && (at == null ? values[part] : values[part][at]),
            differs: at == null ? index : index && index[0] === at && index.slice(1),
          });
        };
        show();
        return { show, node: h("div", {}, h("p", { class: "aw-tier", text: caption }), table.node) };
      });
    return { name, tables, node: h("div", { class: "aw-after" }, h("p", { class: "he-head", text: `${name}(${about}` }), h("p", { class: "aw-tier", text: "Expected above, yours below." }), h("div", { class: "he-tables" }, tables.map(({ node }) => node))) };
  });

  function showReports(reports) {
    results.forEach(({ name, tables }) => tables.forEach(({ show }) => show(reports.get(name))));
  }

  // ---- controls and the prediction ----

  const read = select({
    label: "Sentence", options: sentences.map(({ text }) => text),
    onChange: look,
  });
  function look(s) {
    const at = sentences[s].tokens.indexOf(token);
    read.input.value = state.sentence = s;
    build();
    choose({ row: at < 0 ? 1 : at, column: null });
  }
  const step = (label, key, max) => slider({ label, min: 1, max, step: 1, value: state[key] + 1, show: (x) => `${x}`, onInput: (x) => choose({ [key]: x - 1 }) });
  const layerSlider = step("Layer", "layer", layers);
  const headSlider = step("Head", "head", heads);

  view.root.classList.add("he-root");
  const filters = select({
    label: "Show", options: FILTERS.map(([name]) => name),
    onChange: (at) => { state.filter = at; filter(); },
  });
  view.picture.append(h("div", { class: "aw-after" }, grid.node, title, arcs, line));
  view.controls.append(read.node, layerSlider.node, headSlider.node);
  view.side.append(h("div", { class: "aw-controls aw-after" }, filters.node, found));
  view.more.append(fold("Show the numbers", h("p", { class: "aw-tier", text: "A row for each query: how it shares out its attention, in percent." }), place, habit), splitting);
  view.stage.before(...results.map(({ node }) => node));
  build();
  stops();
  draw();
  yours.ask(yours.names.map((name) => ({ function: name, ...tests[name] })));
  const { tokens } = sentences[0];
  const reads = (...names) => total(agreeing(tokens.indexOf(token), names.map((name) => tokens.indexOf(name)), 0));
  predict(view, {
    key: "head",
    question: `The encoder reads “${sentences[0].text}”. In how many of its ${layers * heads} heads does “${token}” read “${word}” most?`,
    form: sketch({ label: "Your guess", min: 0, max: layers * heads, step: 1, start: 24, show: (x) => `${x} of ${layers * heads}` }),
    compare(guess) {
      const right = reads(word);
      return { expected: `${guess}`, close: Math.abs(guess - right) <= 2, found: `it does so in ${right}; in ${reads("[CLS]", "[SEP]")} it reads a marker most, [CLS] or [SEP]` };
    },
    show(guess) {
      if (state.sentence) look(0);
      if (guess != null) choose({ row: tokens.indexOf(token), column: tokens.indexOf(word) });
    },
  });
}

export default { render };
