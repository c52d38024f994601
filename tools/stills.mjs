// Draws the widgets' still pictures, for paper and for browsers without a script.
// Reads {"STEM": settings, …} on standard input and prints {"STEM": "<svg …>", …}; see make_stills.py.
import { readFileSync } from "node:fs";
import * as core from "../attention_lab/widgets/core.js";
import { temperatureAt } from "../attention_lab/widgets/shelf.js";
import { ridge, sampler } from "../attention_lab/widgets/scaling.js";
import { format, percent } from "../attention_lab/widgets/ui.js";

const VIOLET = "#7c52c8"; // reads on white and on near-black; where there is a page, its own violet is used
const BROWN = "#a3762a";
const SHARE = { fill: VIOLET, style: `fill:var(--weight,${VIOLET});fill-opacity:0.5` }; // the one ink of a share
const EDGE = { fill: VIOLET, style: `fill:var(--weight,${VIOLET})` };
// The page's own colours, light or dark, for queries, keys and values; where there is no such page, between the two.
const ROLES = { Q: ["#3a93d1", "--query"], K: ["#e0761a", "--key"], V: ["#2bab88", "--value"] };
const paint = (role, what = "fill") => ({ [what]: ROLES[role][0], style: `${what}:var(${ROLES[role][1]},${ROLES[role][0]})` });
const escape = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

function tag(name, attributes, content = "") {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`).join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
const round = (x) => Math.round(10 * x) / 10;
const rect = (x, y, width, height, more = {}) =>
  tag("rect", { x: round(x), y: round(y), width: round(width), height: round(height), ...more });
const text = (x, y, words, more = {}) =>
  tag("text", { x: round(x), y: round(y), fill: "currentColor", "text-anchor": "middle", ...more }, escape(words));

function picture(label, width, height, parts) {
  return tag("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label,
    "font-family": "system-ui, sans-serif", "font-size": 14, style: "width:100%;height:auto;max-width:44rem",
  }, `\n${parts.join("\n")}\n`);
}

function softmax({ scores, labels }) {
  const { exponentials, total, weights } = core.softmaxSteps(scores);
  const step = 700 / scores.length;
  const parts = [];
  let from = 0;
  scores.forEach((score, j) => {
    const x = step * (j + 0.5);
    const side = 64 * Math.sqrt(exponentials[j]);
    parts.push(text(x, 18, labels[j]), text(x, 40, `score ${format(score)}`));
    parts.push(rect(x - side / 2, 120 - side, side, side, SHARE), text(x, 212, `weight ${format(weights[j])}`));
    const [left, right] = [from, from + 700 * weights[j]];
    parts.push(tag("path", { d: `M${round(x - side / 2)} 120H${round(x + side / 2)}L${round(right)} 152H${round(left)}Z`, ...SHARE, style: `fill:var(--weight,${VIOLET});fill-opacity:0.2` }));
    parts.push(rect(left, 152, right - left, 36, SHARE), rect(right - 2, 152, 2, 36, EDGE));
    from = right;
  });
  parts.push(text(350, 240, `The areas are the exponentials (together ${format(total)} times the largest); each is a part of one bar of 100%.`));
  return picture("Five scores, their exponentials as areas, and one bar that they fill", 700, 250, parts);
}

// A share is a filled fraction: of a box from its foot up, with an edge at its level.
const filled = (x, foot, width, height, share) => (share < 0.004 ? [] : [
  rect(x, foot - share * height, width, share * height, SHARE), rect(x, foot - share * height - 1, width, 2, EDGE)]);

function shelf({ questions, labels, titles, scores, start }) {
  const shares = core.softmax(scores[0], { temperature: temperatureAt(start) });
  const [across, step, row] = [16, 43.75, 128];
  const parts = [text(350, 20, `A reader asks for “${questions[0]}”`)];
  shares.forEach((share, i) => {
    const [x, foot] = [step * (i % across) + 2, 155 + row * Math.floor(i / across)];
    const tall = 116 - ((i * 37) % 5) * 4;
    parts.push(...filled(x, foot, step - 4, tall, share));
    parts.push(rect(x, foot - tall, step - 4, tall, { fill: "none", stroke: "currentColor", "stroke-opacity": 0.35 }));
    parts.push(text(0, 0, labels[i], { transform: `translate(${round(x + 16)} ${round(foot - tall + 6)}) rotate(90)`, "font-size": 10.5, "text-anchor": "start" }));
    if (i % across === 0) parts.push(rect(0, foot, 700, 3, { fill: "currentColor" }));
  });
  const [first, second] = shares.map((_, i) => i).sort((a, b) => shares[b] - shares[a]);
  parts.push(text(350, 440, `${titles[first]} gets ${percent(shares[first])} of the reading, ${titles[second]} ${percent(shares[second])}.`));
  return picture("Forty-eight books on three shelves, each filled as far as it is read", 700, 450, parts);
}

function scaling({ seed, rows, keys, start }) {
  const samples = sampler(seed, rows, keys);
  const scores = samples.of(start);
  const spread = core.std(scores);
  const row = scores.slice(0, keys);
  const shares = core.softmax(row);
  const middle = 350;
  const unit = 3.3; // a score of 1 on the axis
  const parts = [text(middle, 18, `Ridges of ${rows * keys} dot products of random vectors, all of the same area; filled: dₖ = ${2 ** start}`)];
  for (let e = 0; e <= 10; e++) {
    const look = e === start ? { style: `fill:var(--weight,${VIOLET});fill-opacity:0.5;stroke:var(--weight,${VIOLET})` } : { style: `fill:var(--paper,#fff);stroke:var(--weight,${VIOLET});stroke-opacity:0.5` };
    parts.push(tag("path", { d: ridge(samples.of(e), core.std(samples.of(e))), fill: "none", "vector-effect": "non-scaling-stroke", transform: `translate(${middle} ${150 + 16 * e}) scale(${unit} 1)`, ...look }));
    parts.push(text(10, 150 + 16 * e, 2 ** e, { "font-size": 11, "text-anchor": "start" }));
  }
  for (const x of [-100, -50, 0, 50, 100]) parts.push(text(middle + unit * x, 330, format(x, 0)));
  parts.push(rect(middle - unit * spread, 342, 2 * unit * spread, 2, { fill: "currentColor" }));
  for (const x of [-spread, spread]) parts.push(rect(middle + unit * x - 1, 337, 2, 12, { fill: "currentColor" }));
  parts.push(text(middle, 364, `standard deviation ${format(spread)}`));
  const step = 700 / keys;
  row.forEach((score, j) => {
    const x = step * (j + 0.5);
    parts.push(text(x, 396, `score ${format(score, 1)}`), ...filled(x - 30, 470, 60, 62, shares[j]));
    parts.push(rect(x - step / 2 + 3, 470, step - 6, 1, { fill: "currentColor" }), text(x, 488, `share ${format(shares[j])}`));
  });
  const slope = core.largest(shares.map((a) => a * (1 - a)));
  parts.push(text(middle, 514, `The largest derivative of a share, a(1 − a), is ${format(slope)}; it could be 0.25.`));
  return picture("How widely dot products spread, and the shares of one row of them", 700, 522, parts);
}

// One head's weights, a row for each query.
function attention({ sources: [{ rows, Q, K, V }] }) {
  const { weights } = core.attention(Q, K, V);
  const size = 560 / rows.length;
  const parts = [];
  rows.forEach((name, i) => {
    const y = 40 + 34 * i;
    parts.push(text(120 + size * (i + 0.5), 28, name), text(110, y + 20, name, { "text-anchor": "end" }));
    weights[i].forEach((w, j) => {
      parts.push(...filled(122 + size * j, y + 30, size - 4, 30, w), rect(122 + size * j, y, size - 4, 30, { fill: "none", stroke: "currentColor", "stroke-opacity": 0.2 }));
      parts.push(text(120 + size * (j + 0.5), y + 20, format(w)));
    });
  });
  return picture("Attention weights of one head: most tokens give the markers the largest shares", 700, 44 + 34 * rows.length, parts);
}

const line = (x1, y1, x2, y2, more = {}) =>
  tag("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: "currentColor", ...more });

// A query is a disc, a key a square, a value a diamond, with its name on it.
function mark(x, y, role, name) {
  const fill = paint(role);
  const shape = {
    Q: () => tag("circle", { cx: round(x), cy: round(y), r: 12, ...fill }),
    K: () => rect(x - 11, y - 11, 22, 22, fill),
    V: () => tag("path", { d: `M${round(x)} ${round(y - 15)}l15 15l-15 15l-15 -15Z`, ...fill }),
  }[role]();
  // On the page's blue, dark in the light, black letters are hard to read.
  const light = role === "Q" && { style: "fill:var(--paper,#000)" };
  return [shape, text(x, y + 4, name, { fill: "#000", "font-size": 12, ...light })];
}

const arrow = (x0, y0, x, y, role, name) =>
  [line(x0, y0, x, y, { ...paint(role, "stroke"), "stroke-width": 2 }), ...mark(x, y, role, name)];

// A table of scores: violet above 0, brown below, with the names of its rows and columns.
function scoreTable(x, y, scores, rows, columns, full) {
  const parts = columns.map((name, j) => text(x + 60 * j + 30, y - 8, name));
  scores.forEach((row, i) => {
    parts.push(text(x - 10, y + 40 * i + 25, rows[i], { "text-anchor": "end" }));
    row.forEach((score, j) => {
      const shade = Math.min(1, Math.abs(score) / full);
      parts.push(rect(x + 60 * j, y + 40 * i, 57, 37, { fill: score < 0 ? BROWN : VIOLET, "fill-opacity": (0.7 * shade).toFixed(2) }));
      parts.push(text(x + 60 * j + 28, y + 40 * i + 24, format(score)));
    });
  });
  return parts;
}

function score({ queries, keys }) {
  const [names, columns] = [queries.map((_, i) => `Q${i + 1}`), keys.map((_, j) => `K${j + 1}`)];
  const parts = [line(10, 140, 330, 140, { opacity: 0.5 }), line(170, 10, 170, 270, { opacity: 0.5 })];
  const draw = (role) => ([x, y], i) => parts.push(...arrow(170, 140, 170 + 32 * x, 140 - 32 * y, role, `${role}${i + 1}`));
  queries.forEach(draw("Q"));
  keys.forEach(draw("K"));
  const told = (v) => `(${v.map((x) => format(x, 1).replace(".0", "")).join(", ")})`;
  parts.push(...scoreTable(430, 90, core.dotProductScores(queries, keys), names.map((name, i) => `${name} ${told(queries[i])}`), columns, 12));
  keys.forEach((key, j) => parts.push(text(460 + 60 * j, 64, told(key), { "font-size": 12 })));
  return picture("Queries and keys as vectors in the plane, and the table of their dot products", 700, 280, parts);
}

// Every head's map, small: what gets a fifth of a row or more, darker in four steps.
function head({ sentences: [{ tokens, layers, heads, weights }] }) {
  const bytes = Buffer.from(weights, "base64");
  const n = tokens.length;
  const step = n + 1.5;
  const scale = 650 / (heads * step);
  const shades = [[], [], [], []];
  bytes.forEach((byte, at) => {
    const shade = Math.floor((byte & 127) / 20) - 1;
    if (shade < 0) return;
    const [map, cell] = [Math.floor(at / (n * n)), at % (n * n)];
    const x = (map % heads) * step + (cell % n);
    const y = Math.floor(map / heads) * step + Math.floor(cell / n);
    shades[Math.min(shade, 3)].push(`M${x} ${y}h1`);
  });
  const parts = shades.map((dashes, shade) => tag("path", { d: dashes.join(""), stroke: VIOLET, "stroke-opacity": (shade + 1) / 4 }));
  const frames = Array.from({ length: layers * heads }, (_, map) =>
    tag("rect", { x: (map % heads) * step, y: Math.floor(map / heads) * step - 0.5, width: n, height: n }));
  const maps = tag("g", { transform: `translate(45 30) scale(${scale.toFixed(3)})` },
    `\n${parts.join("\n")}\n${tag("g", { fill: "none", stroke: "currentColor", "stroke-width": 0.1 }, frames.join(""))}\n`);
  const at = (i) => (i * step + n / 2) * scale;
  const names = Array.from({ length: heads }, (_, k) => text(45 + at(k), 16, k + 1));
  const levels = Array.from({ length: layers }, (_, l) => text(30, 34 + at(l), l + 1, { "text-anchor": "end" }));
  return picture("The attention maps of 72 heads, a row for each layer and a column for each head", 700, 30 + layers * step * scale, [...names, ...levels, maps]);
}

// The same books as queries, as keys and as values.
function lens({ titles, letters, books, matrices }) {
  const images = matrices.map((matrix) => core.project(books, matrix));
  const parts = [];
  ["Q, queries", "K, keys", "V, values"].forEach((name, r) => {
    const middle = 115 + 235 * r;
    parts.push(text(middle, 18, name), line(middle - 105, 145, middle + 105, 145, { opacity: 0.5 }));
    parts.push(line(middle, 35, middle, 255, { opacity: 0.5 }));
    images[r].forEach(([x, y], i) => parts.push(...mark(middle + 22 * x, 145 - 22 * y, name[0], letters[i])));
  });
  const found = core.argmax(core.dotProductScores(images[0], images[1])[0]);
  const told = titles.map((title, i) => `${letters[i]} ${title} (${books[i].map((x) => format(x, 0)).join(", ")})`);
  parts.push(text(350, 282, told.join(",  ")));
  parts.push(text(350, 306, `The query of ${titles[0]} has its largest dot product with the key of ${titles[found]}.`));
  return picture("Five books as points in three planes, each seen through another matrix", 700, 316, parts);
}

const stills = { softmax, shelf, scaling, attention, score, head, lens };
const asked = JSON.parse(readFileSync(0, "utf-8"));
const drawn = Object.entries(asked).map(([stem, settings]) => [stem, `${stills[stem](settings)}\n`]);
process.stdout.write(JSON.stringify(Object.fromEntries(drawn)));
