// The score table: queries and keys in the plane, every pair's score, dot product against cosine.
import { argmax, cosineScores, dot, dotProductScores, largest, pack } from "./core.js";
import { choice, dragPoint, format, frame, h, heatTable, onFrame, s, setText, short, slider, spoken } from "./ui.js";
import { predict } from "./predict.js";
import { learner } from "./learner.js";

const RANGE = 5;
const SIZE = 360;
const lengthOf = (v) => Math.sqrt(dot(v, v));

function render({ model, el }) {
  const { queries, keys } = model.get("settings");
  const view = frame(el, {
    title: "The score table",
    tip: "Drag queries (discs) and keys (squares); point at a score to see the shadow that it measures.",
  });
  view.root.classList.add("sc-root");
  const state = { cosine: false, cell: [-1, -1], key: 0 };
  const yours = learner(model, view, showReports);
  const redraw = onFrame(draw);
  let prediction = null;
  let reports = new Map();

  // ---- the plane ----

  const place = (x) => (SIZE / 2) * (1 + x / RANGE);
  const line = (x1, y1, x2, y2, kind) => s("line", { x1: place(x1), y1: place(-y1), x2: place(x2), y2: place(-y2), class: kind });
  const marks = Array.from({ length: 2 * RANGE + 1 }, (_, i) => i - RANGE);
  const plane = s("svg", { class: "aw-plane sc-plane", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "group", "aria-label": "Queries and keys in the plane" },
    marks.flatMap((x) => [line(x, -RANGE, x, RANGE, "sc-grid"), line(-RANGE, x, RANGE, x, "sc-grid")]),
    line(0, -RANGE, 0, RANGE, "sc-axis"), line(-RANGE, 0, RANGE, 0, "sc-axis"),
    [-4, -2, 2, 4].flatMap((x) => [
      s("text", { class: "aw-word", x: place(x), y: place(0) + 15, "text-anchor": "middle", text: short(x) }),
      s("text", { class: "aw-word", x: place(0) - 6, y: place(-x) + 4, "text-anchor": "end", text: short(x) })]),
    s("text", { class: "aw-word", x: SIZE - 4, y: place(0) - 7, "text-anchor": "end", text: "first number" }),
    s("text", { class: "aw-word", x: place(0) + 6, y: 14, text: "second number" }));
  // What a score measures: the key's shadow on the line of the query.
  const ray = line(0, 0, 0, 0, "sc-ray");
  const fall = line(0, 0, 0, 0, "sc-fall");
  const shadow = line(0, 0, 0, 0, "sc-shadow");
  plane.append(ray, fall, shadow);
  function cast(i, j) {
    const [q, k] = [Q[i]?.at, K[j]?.at];
    const seen = Boolean(q) && lengthOf(q) > 0 && lengthOf(k) > 0;
    for (const node of [ray, fall, shadow]) node.classList.toggle("sc-none", !seen);
    if (!seen) return;
    const foot = q.map((x) => (x * dot(q, k)) / dot(q, q));
    const far = RANGE / largest(q.map(Math.abs));
    const draw = (node, [x1, y1], [x2, y2]) => Object.entries({ x1: place(x1), y1: place(-y1), x2: place(x2), y2: place(-y2) }).forEach(([name, x]) => node.setAttribute(name, x));
    draw(ray, q.map((x) => -x * far), q.map((x) => x * far));
    draw(fall, k, foot);
    draw(shadow, [0, 0], foot);
    shadow.classList.toggle("sc-against", dot(q, k) < 0);
  }

  function vector(kind, letter, start, onInput) {
    const one = { name: letter, arrow: line(0, 0, 0, 0, `sc-arrow sc-${kind}`), at: start, way: start };
    one.point = dragPoint({
      svg: plane, label: letter, kind, letter, range: RANGE, size: SIZE, step: 0.5, value: start,
      onInput(v) {
        put(one, v);
        onInput();
        redraw();
      },
    });
    put(one, start);
    return one;
  }
  // A stretched key may lie between the steps of a dragged one.
  function put(one, [x, y]) {
    one.at = [x, y];
    if (x || y) one.way = one.at;
    one.point.set(one.at);
    one.point.node.setAttribute("aria-label", `${one.name.startsWith("Q") ? "Query" : "Key"} ${one.name}: ${short(x)} across, ${short(y)} up. Arrow keys move it.`);
    one.arrow.setAttribute("x2", place(x));
    one.arrow.setAttribute("y2", place(-y));
  }
  const Q = queries.map((v, i) => vector("query", `Q${i + 1}`, v, () => {}));
  const K = keys.map((v, j) => vector("keys", `K${j + 1}`, v, () => stretched(j)));
  const all = [...Q, ...K];
  plane.append(...all.map((one) => one.arrow), ...all.map((one) => one.point.node));

  // ---- the table, and where a cell comes from ----

  const table = heatTable({
    rows: Q.map((q) => q.name), columns: K.map((k) => k.name), kind: "scores", caption: "Scores: a row for each query, a column for each key",
    onCell(i, j) {
      if (i < 0) return;
      state.cell = [i, j];
      redraw();
    },
  });
  const [, ...heads] = table.node.querySelectorAll("th");
  const guessAt = (i, j) => prediction?.waiting && prediction.answer([i, j]);
  table.cells.forEach((row, i) => row.forEach((cell, j) => {
    cell.addEventListener("click", () => guessAt(i, j));
    cell.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      guessAt(i, j);
    });
  }));
  const how = spoken({ class: "sc-how" });
  const legend = h("p", { class: "aw-tier aw-after", hidden: !yours.names.length, text: "Expected, and yours below it." });

  const factor = (x) => (x < 0 ? `(${short(x)})` : short(x));
  function explain(i, j) {
    const [q, k] = [Q[i], K[j]];
    const products = q.at.map((x, c) => `${c ? factor(x) : short(x)} × ${factor(k.at[c])}`).join(" + ");
    const product = `${q.name} · ${k.name} = ${products} = ${short(dot(q.at, k.at))}`;
    const shade = dot(q.at, k.at) / lengthOf(q.at);
    if (!state.cosine) {
      if (!lengthOf(q.at) || !lengthOf(k.at)) return product;
      return `${product}. The shadow of ${k.name} on ${q.name}, ${short(shade)}, times the length of ${q.name}, ${short(lengthOf(q.at))}.`;
    }
    const empty = [q, k].find((one) => !lengthOf(one.at));
    if (empty) return `${empty.name} is all zeros: it has no direction, and its score is 0.`;
    return `${product}; divided by the lengths ${short(lengthOf(q.at))} and ${short(lengthOf(k.at))}: ${format(scores()[i][j])}`;
  }

  // ---- drawing ----

  const scores = () => (state.cosine ? cosineScores : dotProductScores)(Q.map((q) => q.at), K.map((k) => k.at));

  function draw() {
    const values = scores();
    const [i, j] = state.cell;
    cast(...(prediction?.waiting ? [-1, -1] : state.cell));
    all.forEach((one) => one.arrow.classList.toggle("sc-here", one === Q[i] || one === K[j]));
    // The best keys of each query; none where all are alike.
    const best = values.map((row) => (row.every((x) => x === row[0]) ? [] : row.flatMap((x, c) => (x > largest(row) - 1e-9 ? [c] : []))));
    drawTable(values);
    K.forEach((k, c) => setText(heads[c], `${k.name}\n(${k.at.map(short).join(", ")})`));
    Q.forEach((q, r) => setText(heads[K.length + r], `${q.name} (${q.at.map(short).join(",\u00a0")})`));
    table.cells.forEach((row, r) => row.forEach((cell, c) => {
      cell.classList.toggle("sc-here", r === i && c === j);
      cell.classList.toggle("sc-best", !prediction?.waiting && best[r].includes(c));
    }));
    how.say(i < 0 ? "Point at a cell, or walk there with the arrow keys, to see where its score comes from." : explain(i, j));
    const empty = all.filter((one) => !lengthOf(one.at)).map((one) => ` ${one.name} is all zeros and scores 0 with everything.`);
    view.say(`Best match by the ${state.cosine ? "cosine" : "dot product"}: ${best.map((all, r) => `${Q[r].name} with ${all.length ? `${all.map((c) => K[c].name).join(" and ")} (${format(values[r][all[0]])})` : "none in particular"}`).join(", ")}.${empty.join("")}`);
    ask();
  }

  function drawTable(values) {
    const report = reports.get(state.cosine ? "cosine_scores" : "dot_product_scores");
    table.set(values, { top: state.cosine ? 1 : 12, yours: report?.values?.[0], differs: report?.difference?.index });
    if (!prediction?.waiting) return;
    table.cells.flat().forEach((cell) => {
      setText(cell, "?");
      cell.style.setProperty("--w", 0);
    });
  }

  // ---- the learner's functions ----

  function ask() {
    const [q, k] = [Q, K].map((vectors) => vectors.map((one) => one.at));
    const call = (name, expected) => ({ function: name, args: [pack(q), pack(k)], expected: [expected], parts: ["scores"] });
    yours.ask([call("dot_product_scores", dotProductScores(q, k)), call("cosine_scores", cosineScores(q, k))]);
  }

  function showReports(answered) {
    reports = answered;
    drawTable(scores());
  }

  // ---- controls ----

  const by = choice({
    label: "Score by", options: [[false, "dot product"], [true, "cosine"]], value: false,
    onChange: (cosine) => { state.cosine = cosine; redraw(); },
  });
  const which = choice({ label: "Stretch", options: K.map((k, j) => [j, k.name]), value: 0, onChange: stretched });
  const stretch = slider({
    label: `Length of ${K[0].name}`, min: 0, max: 7.1, step: 0.1, value: lengthOf(keys[0]), show: (x) => format(x, 1),
    onInput(wanted) {
      const { way } = K[state.key];
      const most = (RANGE * lengthOf(way)) / largest(way.map(Math.abs)); // where it would leave the plane
      const length = Math.min(wanted, most);
      put(K[state.key], way.map((x) => (x * length) / lengthOf(way)));
      if (wanted > most) stretch.value = most;
      redraw();
    },
  });
  // Key j was touched: the slider is its own now.
  function stretched(j) {
    state.key = j;
    which.node.querySelector(`[value="${j}"]`).checked = true;
    setText(stretch.node.querySelector("label"), `Length of ${K[j].name}`);
    stretch.value = lengthOf(K[j].at);
  }

  const board = h("div", { class: "sc-board" }, table.node, legend);
  how.node.classList.add("sc-told");
  view.picture.append(plane);
  view.side.prepend(board, how.node);
  view.controls.append(by.node, which.node, stretch.node);

  const called = ([i, j]) => `${Q[i].name} · ${K[j].name}`;
  function largestCell() {
    const values = dotProductScores(Q.map((q) => q.at), K.map((k) => k.at));
    const flat = values.flat();
    const at = argmax(flat);
    return { values, top: flat[at], cell: [Math.floor(at / K.length), at % K.length] };
  }
  prediction = predict(view, {
    key: "score",
    question: "Each cell is the dot product of a query and a key. Which one is the largest? Choose its cell.",
    compare([i, j]) {
      const { values, top, cell } = largestCell();
      const close = values[i][j] === top;
      const found = close ? `it is the largest, ${short(top)}` : `${called(cell)} is larger, ${short(top)} against ${short(values[i][j])}`;
      return { expected: called([i, j]), close, found };
    },
    show(guess) {
      table.cells.forEach((row, i) => row.forEach((cell, j) => cell.classList.toggle("sc-guess", String(guess) === String([i, j]))));
      state.cell = guess ? largestCell().cell : [0, 1];
      if (guess) table.stop(...state.cell);
      redraw();
    },
  });
  draw();
}

export default { render };
