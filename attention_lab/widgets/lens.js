// Three lenses: the same books through a matrix for queries, one for keys and one for values.
import { argmax, dotProductScores, pack, project, transpose } from "./core.js";
import { dragPoint, fold, frame, h, heatTable, newId, onFrame, s, select, setText, short, spoken, toggle } from "./ui.js";
import { choices, predict } from "./predict.js";
import { learner } from "./learner.js";

const RANGE = 6.5;
const ROLES = ["Q, queries", "K, keys", "V, values"];
const MARKS = ["M-11 0a11 11 0 1 0 22 0a11 11 0 1 0 -22 0Z", "M-10 -10H10V10H-10Z", "M0 -14L14 0L0 14L-14 0Z"];
const PRESETS = [
  ["the numbers below"], ["as it is", 1, 0, 0, 1], ["stretch the sea", 2, 0, 0, 1],
  ["a quarter turn", 0, 1, -1, 0], ["sea only", 1, 0, 0, 0], ["mix", 1, 1, 1, 1],
];
const point = (v) => `(${v.map(short).join(",\u00a0")})`;
const factor = (x) => (x < 0 ? `(${short(x)})` : short(x));
const products = (a, b) => a.map((x, c) => `${c ? factor(x) : short(x)} × ${factor(b[c])}`).join(" + ");
const letterOf = (lens) => h("span", {}, "W", h("sub", { text: ROLES[lens][0] }));
const same = (a, b) => a.every((x, c) => Math.abs(x - b[c]) < 1e-9);

// A plane with a mark for each name; what lies outside stops at its edge.
function planeOf(size, names) {
  const place = (x) => (size / 2) * (1 + Math.max(-0.97, Math.min(0.97, x / RANGE)));
  const at = ([x, y]) => `${place(x)} ${place(-y)}`;
  const line = (kind) => {
    const node = s("path", { class: kind });
    return { node, set: (from, to) => node.setAttribute("d", `M${at(from)}L${at(to)}`) };
  };
  const mark = (name) => {
    const shape = s("path");
    const text = s("text", { "text-anchor": "middle", dy: "0.35em" });
    const node = s("g", {}, shape, text);
    return { node, set(v, role, kind = "", letter = name) {
      setText(text, letter);
      node.setAttribute("transform", `translate(${at(v)})`);
      node.setAttribute("class", `le-${role} ${kind}${v.some((x) => Math.abs(x) > RANGE) ? " le-out" : ""}`);
      shape.setAttribute("d", MARKS[role]);
    } };
  };
  return { line, mark, marks: names.map(mark), svg: s("svg", { class: "aw-plane le-plane", viewBox: `0 0 ${size} ${size}` }) };
}

function render({ model, el }) {
  const { titles, letters, books, matrices } = model.get("settings");
  const view = frame(el, {
    title: "Three lenses",
    tip: "Drag an arrow or change a number: the grid shears, and every book rides on it.",
  });
  view.root.classList.add("le-root");
  const state = { lens: 0, asks: 0, W: matrices.map((rows) => [...rows]), b: [null, null, null], cell: [0, 0] };
  const yours = learner(model, view, (answered) => { reports = answered; drawYours(); });
  const redraw = onFrame(draw);
  const nodes = (parts) => parts.map((part) => part.node);
  let reports = new Map();
  let images;

  // ---- the planes: three to choose from, one to use ----

  const radios = (list, kind, change) => {
    const name = newId();
    return list.map((_, i) => {
      const input = h("input", { type: "radio", name, on: { change: () => { change(i); redraw(); } } });
      const text = h("span");
      return { input, text, node: h("label", { class: kind }, input, text) };
    });
  };
  const tabs = radios(ROLES, "le-tab", (r) => { state.lens = r; });
  const small = tabs.map((tab) => {
    const plane = planeOf(120, letters);
    plane.svg.append(...nodes(plane.marks));
    tab.node.append(h("div", { "aria-hidden": "true" }, plane.svg));
    return plane.marks;
  });

  const { svg, marks, mark, line } = planeOf(360, letters);
  const [origins, mine] = [letters.map(mark), letters.map(mark)];
  const [opposite, asking, guessed] = ["", "", "you"].map(mark);
  const trails = books.map(() => line("le-trail"));
  // The grid of the books' own numbers, as it comes through the lens.
  const lattice = s("path", { class: "le-lattice" });
  const sheared = s("svg", { x: 0, y: 0, width: 360, height: 360, viewBox: "0 0 360 360" }, lattice);
  const ground = (x) => 180 * (1 + x / RANGE);
  function shear(matrix, b) {
    const at = (v) => project([v], matrix, b)[0];
    const through = (from, to) => `M${[at(from), at(to)].map(([x, y]) => `${ground(x).toFixed(1)} ${ground(-y).toFixed(1)}`).join("L")}`;
    lattice.setAttribute("d", [-8, -6, -4, -2, 0, 2, 4, 6, 8].map((x) => through([x, -8], [x, 8]) + through([-8, x], [8, x])).join(""));
    lattice.setAttribute("class", `le-lattice le-grid-${state.lens}`);
  }
  const ticks = [-4, -2, 2, 4].flatMap((x) => [
    s("text", { class: "aw-word", x: ground(x), y: 195, "text-anchor": "middle", text: short(x) }),
    s("text", { class: "aw-word", x: 174, y: ground(-x) + 4, "text-anchor": "end", text: short(x) })]);
  const arrows = [0, 1, 2].map(() => line("le-arrow"));
  const handles = ["Row 1, sea", "Row 2, war", "Bias b"].map((label, r) => dragPoint({
    svg, label, kind: "query", letter: "12b"[r], range: RANGE, size: 360, step: 0.5, value: [0, 0], onInput: (v) => setRow(r, v),
  }));
  handles.forEach(({ node }) => node.classList.add("le-handle"));
  svg.append(s("text", { class: "aw-word", x: 356, y: 170, "text-anchor": "end", text: "first number" }),
    s("text", { class: "aw-word", x: 186, y: 14, text: "second number" }), ...ticks, ...nodes(origins), s("g", { class: "aw-after" },
    sheared, ...nodes([...trails, ...arrows, opposite, guessed, ...mine, ...marks, asking, ...handles])));
  origins.forEach((one, i) => one.set(books[i], 0, "le-from"));

  // ---- the numbers ----

  const rowsNow = () => [...state.W[state.lens], state.b[state.lens] ?? [0, 0]];
  function setRow(r, v) {
    if (r < 2) state.W[state.lens][r] = v;
    else state.b[state.lens] = v;
    redraw();
  }
  const fields = [0, 1, 2].map((r) => [0, 1].map(() => h("input", {
    type: "number", min: -RANGE, max: RANGE, step: 0.5, class: "le-field", on: { input() {
      const v = fields[r].map((field) => field.valueAsNumber);
      outside.hidden = v.every((x) => !(Math.abs(x) > RANGE));
      if (v.every(Number.isFinite)) setRow(r, v.map((x) => Math.max(-RANGE, Math.min(RANGE, x))));
    }, blur: redraw },
  })));
  const outside = h("p", { class: "aw-tier", hidden: true, text: `These numbers go from −${RANGE} to ${RANGE}; the nearest is used.` });
  const [sea, war, biasRow] = ["sea", "war", "b"].map((text, r) => h("div", { class: "le-row" }, h("span", { text }), fields[r]));
  const head = h("p", { class: "le-head" });
  const matrix = h("div", { class: "le-matrix" }, sea, war);
  const legend = h("p", { class: "aw-tier", text: `${titles.map((title, i) => `${letters[i]} ${title}`).join(", ")}.` });
  const marked = h("p", { class: "aw-tier aw-after" });
  const bias = toggle({ label: "add a bias b", onChange: (on) => { state.b[state.lens] = on ? [0, 0] : null; redraw(); } });
  const landed = heatTable({
    rows: titles.map((title, i) => `${title} ${point(books[i])}`), columns: ["first", "second"], kind: "plain",
    corner: yours.names.length ? "expected, yours" : "lands at", caption: "Where each book lands",
    onCell(...cell) {
      if (cell[0] >= 0) state.cell = cell;
      redraw();
    },
  });
  const how = spoken({ class: "le-how" });
  const wishes = radios(titles, "aw-radio", (i) => { state.asks = i; });
  const preset = select({
    label: "Begin with", options: PRESETS.map(([text]) => text),
    onChange(i) {
      const [, a, b, c, d] = PRESETS[i];
      if (i) state.W[state.lens] = [[a, b], [c, d]];
      redraw();
    },
  });

  // ---- drawing ----

  function draw() {
    const { lens, asks, W, b, cell: [i, j] } = state;
    const [letter, word] = ROLES[lens].split(", "); // for names that are spoken, and for words
    images = W.map((matrix, r) => project(books, matrix, b[r]));
    const [Q, K, V] = images;
    const scores = dotProductScores(Q, K);
    const best = scores.map((row) => (same(row, row.map(() => row[0])) ? -1 : argmax(row)));
    const found = best[asks];
    const named = (n, from) => (n === from ? "itself" : titles[n]);
    const lit = (r, n) => (n === (r ? found : asks) ? "le-lit" : "");
    small.forEach((plane, r) => plane.forEach((one, n) => one.set(images[r][n], r, lit(r, n))));
    tabs[lens].input.checked = wishes[asks].input.checked = true;
    marks.forEach((one, n) => {
      one.set(images[lens][n], lens, lit(lens, n));
      trails[n].set(books[n], images[lens][n]);
    });
    const [other] = project([books[asks].map((x) => -x)], W[lens], b[lens]);
    opposite.set(other, lens, "le-opposite", `−${letters[asks]}`);
    asking.set(Q[asks], 0, lens === 1 ? "le-lit" : "le-none", letters[asks]);
    guessed.set(state.guess ?? [0, 0], 0, lens || !state.guess ? "le-none" : `le-guess${same(state.guess, Q[0]) ? " le-right" : ""}`);
    shear(W[lens], b[lens]);
    rowsNow().forEach((row, r) => {
      arrows[r].set([0, 0], row);
      handles[r].set(row);
      for (const { node } of [arrows[r], handles[r]]) node.classList.toggle("le-none", r === 2 && !b[lens]);
      fields[r].forEach((field, c) => {
        if (document.activeElement !== field) field.value = row[c];
        field.setAttribute("aria-label", `${r < 2 ? `W_${letter}, row ${r + 1}` : "b"}, number ${c + 1}`);
      });
    });
    preset.input.value = Math.max(0, PRESETS.findIndex(([, ...numbers]) => numbers.length && same(numbers, W[lens].flat())));
    biasRow.hidden = !b[lens];
    bias.input.checked = b[lens];
    head.replaceChildren(letterOf(lens), ": pure sea (1, 0) and pure war (0, 1) land on its rows.");
    wishes.forEach(({ text }, n) => setText(text, `${titles[n]} asks for ${best[n] < 0 ? "none in particular" : `${named(best[n], n)} (${short(scores[n][best[n]])})`}`));
    how.say(`${titles[i]}: ${products(books[i], transpose(W[lens])[j])}${b[lens] ? ` + ${factor(b[lens][j])}` : ""} = ${short(images[lens][i][j])}`);
    view.say(`${fact(other, word)}${titles[asks]} asks with ${point(Q[asks])}${found < 0 ? ", and all scores are equal."
      : ` and finds ${named(found, asks)}: ${products(Q[asks], K[found])} = ${short(scores[asks][found])}. It is handed ${point(V[found])}.`}`);
    drawYours();
    yours.ask([
      { function: "project", args: [pack(books), pack(W[lens])], kwargs: b[lens] ? { b: pack(b[lens]) } : {}, expected: [images[lens]], parts: ["Y"] },
      { function: "project_qkv", args: [books, ...W].map((x) => pack(x)), expected: W.map((matrix) => project(books, matrix)), parts: ["Q", "K", "V"] },
    ]);
  }

  function fact(other, word) {
    const meeting = {};
    const places = [...images[state.lens], other].map(point);
    places.forEach((at, n) => (meeting[at] ??= []).push(titles[n] ?? `${titles[state.asks]}’s opposite`));
    const groups = Object.entries(meeting);
    if (groups.length === 1) return `As ${word}, all books meet at ${point(other)}. `;
    const met = groups.filter(([, names]) => names.length > 1).map(([at, names]) => `${names.join(" and ")} meet at ${at}`);
    if (met.length) return `As ${word}, ${met.join(", ")}. `;
    return same(state.W[state.lens].flat(), [-1, 0, 0, -1]) ? "Everything is turned by half a turn. " : "";
  }

  function drawYours() {
    const { lens, b } = state;
    const one = reports.get("project");
    const three = reports.get("project_qkv");
    const used = one ?? (b[lens] ? null : three);
    const part = one ? 0 : lens;
    const values = used?.values?.[part];
    const wrong = used?.difference?.part === part;
    const beyond = svg.querySelector(".le-out:not(.le-none)");
    setText(marked, `Grey dots: the books without a lens. Dashed: −${letters[state.asks]}, the opposite of ${titles[state.asks]}, with both signs changed${wrong ? "; the other dashed marks are yours" : ""}.${beyond ? " Pale marks at the edge lie beyond it." : ""}`);
    landed.set(images[lens], { yours: values, differs: wrong && used.difference.index });
    mine.forEach((one, n) => {
      const seen = wrong && values[n].every(Number.isFinite);
      one.set(seen ? values[n] : [0, 0], lens, seen ? "le-guess" : "le-none");
    });
    tabs.forEach(({ text }, r) => setText(text, ROLES[r] + (three?.difference?.part === r ? " ≠" : "")));
  }

  // ---- the prediction ----

  const [x, W] = [books[0], matrices[0]];
  const [lands] = project([x], W);
  const offered = [project([x], transpose(W))[0], W[0].map((w) => w * x[0]), lands, x];
  view.picture.append(h("div", { class: "le-all" },
    h("fieldset", { class: "le-tabs aw-after" }, h("legend", { class: "aw-unseen", text: "Lens" }), nodes(tabs)), h("div", { class: "le-large" }, svg)));
  view.controls.append(preset.node, head, matrix, outside, bias.node, biasRow);
  const numbers = fold("Show the numbers", landed.node, how.node);
  numbers.open = yours.names.length > 0;
  view.more.append(fold("Who finds whom", h("fieldset", { class: "le-wishes" }, h("legend", { class: "aw-tier", text: "Whose key fits best" }), nodes(wishes))), numbers);
  view.stage.after(h("div", { class: "le-notes" }, legend, marked));
  predict(view, {
    key: "lens",
    question: `A matrix has the rows ${point(W[0])} and ${point(W[1])}. Where does ${titles[0]}, the row ${point(x)}, land through it?`,
    form: choices(offered.map(point)),
    compare: (guess) => ({
      expected: point(offered[guess]), close: same(offered[guess], lands),
      found: `it lands at ${point(lands)}: ${transpose(W).map((w) => products(x, w)).join(" and ")}`,
    }),
    show(guess) {
      state.W[0] = [...W];
      state.b[0] = null;
      Object.assign(state, { lens: 0, guess: offered[guess] });
      draw();
    },
  });
  draw();
}

export default { render };
