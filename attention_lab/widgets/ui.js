// What every widget is built from: nodes, numbers in words, inputs, pictures.
// Widgets build once with these, then only move what changed.
import { allowed } from "./core.js";

const SVG = "http://www.w3.org/2000/svg";
let serial = 0;
const stem = Math.random().toString(36).slice(2, 8); // each widget's module is its own: ids must differ between them
export const newId = () => `aw-${stem}-${(serial += 1)}`;

// ---- nodes ----

function assemble(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value == null || value === false) continue;
    if (key === "on") for (const [type, listen] of Object.entries(value)) node.addEventListener(type, listen);
    else if (key === "text") node.textContent = value;
    else if (key === "style") for (const [name, v] of Object.entries(value)) node.style.setProperty(name, v);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}
export const h = (tag, props, ...children) => assemble(document.createElement(tag), props, children);
export const s = (tag, props, ...children) => assemble(document.createElementNS(SVG, tag), props, children);

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
// A browser styles a node anew though its variable is set to what it is.
export function setVariable(node, name, value) {
  if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
}

// ---- numbers ----

const raised = (power) => String(power).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻");

// Two decimals with a true minus sign, fewer from 100 on; from 100,000 on as a power of ten.
export function format(x, decimals = 2) {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (Math.abs(x) >= 1e5) return scientific(x);
  const text = x.toFixed(Math.abs(x) >= 1000 ? 0 : Math.abs(x) >= 100 ? Math.min(1, decimals) : decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

// As format, without zeros at the end: "2", "0.5", "1040".
export const short = (x) => format(x).replace(/\.0+$|(\.\d*[1-9])0+$/, "$1");

function scientific(x) {
  const [digits, power] = x.toExponential(1).split("e");
  return `${digits.replace("-", "−")}·10${raised(Number(power))}`;
}

// As format, and tiny numbers as a power of ten too, where it matters that they are not 0.
export const exact = (x) => (x !== 0 && Math.abs(x) < 1e-3 ? scientific(x) : format(x));

// A token in words, and which one where it occurs more than once: “it”, the second “king”, [SEP].
export function tokenOf(tokens, at) {
  if (tokens[at][0] === "[") return tokens[at];
  const alike = tokens.flatMap((token, i) => (token === tokens[at] ? [i] : []));
  return `${alike.length > 1 ? `the ${["first", "second", "third"][alike.indexOf(at)]} ` : ""}“${tokens[at]}”`;
}
export const capital = (words) => words.replace(/^the /, "The "); // a name keeps its own letters

// A share in words: "71%", "under 1%", "over 99%", "0%".
export function percent(weight) {
  if (!Number.isFinite(weight)) return "NaN";
  if (weight > 0 && weight < 0.005) return "under 1%";
  if (weight > 0.995 && weight < 1) return "over 99%";
  return `${(100 * weight).toFixed(0).replace("-", "−")}%`;
}

// ---- the frame: title, what to try, picture, controls, live text ----

// A paragraph that is also read out: once it rests, and only to a reader who is at work in this widget.
export function spoken(props) {
  const text = h("p", props);
  const status = h("p", { class: "aw-unseen", role: "status" });
  let timer;
  return {
    node: h("div", { class: "aw-after" }, text, status),
    say(words) {
      if (text.textContent === words) return;
      setText(text, words);
      setText(status, "");
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!text.closest(".aw")?.contains(document.activeElement)) return;
        setText(status, words);
        timer = setTimeout(setText, 4000, status, ""); // who reads on finds it once
      }, 600);
    },
  };
}

// Whatever has the class aw-after stays hidden until the reader has predicted, or skipped.
export function frame(el, { title, tip }) {
  const id = newId();
  const live = spoken({ class: "aw-live" });
  const parts = {
    learner: h("div", { class: "aw-learner", role: "status" }),
    picture: h("div", { class: "aw-picture" }),
    ask: h("div", { class: "aw-ask" }),
    controls: h("div", { class: "aw-controls aw-after" }),
    live: live.node,
    more: h("div", { class: "aw-more aw-after" }),
  };
  parts.side = h("div", { class: "aw-side" }, parts.ask, parts.controls, parts.live);
  parts.stage = h("div", { class: "aw-stage" }, parts.picture, parts.side);
  const root = h("section", { class: "aw", "aria-labelledby": id, "data-lm-suppress-shortcuts": "true" },
    h("div", { class: "aw-head" }, h("p", { class: "aw-title", id, text: title }), h("p", { class: "aw-tip", text: tip })), parts.learner, parts.stage, parts.more);
  // JupyterLab reads arrows and letters as commands for its cells.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && event.key !== "Escape") event.stopPropagation();
  });
  el.replaceChildren(root);
  return {
    root,
    ...parts,
    say: live.say,
    reveal: (shown) => root.classList.toggle("aw-waiting", !shown),
  };
}

// What is behind a fold with a name.
export const fold = (name, ...nodes) => h("details", { class: "aw-fold" }, h("summary", { text: name }), nodes);

// Calls `draw` at most once a frame, however often it is asked.
export function onFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

// ---- inputs ----

export function slider({ label, min, max, step, value, show = (x) => format(x), onInput }) {
  const id = newId();
  const output = h("output", { for: id, text: show(value) });
  const input = h("input", { type: "range", id, min, max, step, "aria-valuetext": show(value) });
  input.value = value;
  const api = {
    node: h("div", { class: "aw-slider" }, h("label", { for: id, text: label }), input, output),
    input,
    get value() { return Number(input.value); },
    set value(x) { input.value = x; refresh(); },
  };
  function refresh() {
    const text = show(api.value);
    setText(output, text);
    input.setAttribute("aria-valuetext", text);
  }
  input.addEventListener("input", () => {
    refresh();
    onInput(api.value);
  });
  return api;
}

export function toggle({ label, checked = false, onChange }) {
  const input = h("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => onChange(input.checked));
  return { node: h("label", { class: "aw-toggle" }, input, h("span", { text: label })), input };
}

// One of a few, as radio buttons: options are [value, label] pairs.
export function choice({ label, options, value, onChange }) {
  const name = newId();
  const inputs = options.map(([option, text]) => {
    const input = h("input", { type: "radio", name, value: String(option), on: { change: () => onChange(option) } });
    input.checked = option === value;
    return h("label", { class: "aw-radio" }, input, h("span", { text }));
  });
  const node = h("fieldset", { class: "aw-choice" }, h("legend", { text: label }), inputs);
  return { node, choose: (option) => node.querySelector(`[value="${option}"]`).click() };
}

// One of many, as a native list: options are texts, the value is an index.
export function select({ label, options, value = 0, onChange }) {
  const id = newId();
  const input = h("select", { id }, options.map((text, i) => h("option", { value: i, text })));
  input.value = value;
  input.addEventListener("change", () => onChange(Number(input.value)));
  return { node: h("div", { class: "aw-select" }, h("label", { for: id, text: label }), input), input };
}

export const button = (label, onClick, props = {}) =>
  h("button", { type: "button", class: "aw-button", text: label, on: { click: onClick }, ...props });

const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
const snap = (x, step) => Number((Math.round(x / step) * step).toFixed(6));

// Follows a pointer from `handle`; a finger scrolls the page unless it starts on the handle.
function follow(handle, area, move) {
  const at = (event) => {
    const box = area.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) at(event);
  });
  return at;
}

// A vertical bar with a handle to drag, a slider to assistive technology.
export function dragBar({ label, min, max, step, value, show = (x) => format(x), onInput }) {
  const handle = h("div", {
    class: "aw-handle", role: "slider", tabindex: "0", "aria-label": label,
    "aria-orientation": "vertical", "aria-valuemin": min, "aria-valuemax": max,
  });
  const fill = h("div", { class: "aw-fill" });
  const track = h("div", { class: "aw-track" }, fill, handle);
  const share = (x) => (x - min) / (max - min);
  const zero = share(clamp(0, min, max));
  track.style.setProperty("--zero", zero);
  function set(x) {
    value = clamp(snap(x, step), min, max);
    const at = share(value);
    handle.style.bottom = `${100 * at}%`;
    fill.style.bottom = `${100 * Math.min(at, zero)}%`;
    fill.style.height = `${100 * Math.abs(at - zero)}%`;
    handle.setAttribute("aria-valuenow", value);
    handle.setAttribute("aria-valuetext", show(value));
  }
  const change = (x) => {
    set(x);
    onInput(value);
  };
  const at = follow(handle, track, (_, y) => change(min + (1 - y) * (max - min)));
  track.addEventListener("click", (event) => event.target !== handle && at(event));
  handle.addEventListener("keydown", (event) => {
    const moves = { Home: min - value, End: max - value };
    const by = moves[event.key] ?? (STEPS[event.key] || 0) * step;
    if (!(event.key in moves) && !by) return;
    event.preventDefault();
    change(value + by);
  });
  set(value);
  return { node: track, handle, set, refresh: () => set(value), get value() { return value; } };
}

// Queries are discs, keys squares, values diamonds: the letters and the colours say it once more.
const SHAPES = {
  query: "M-12 0a12 12 0 1 0 24 0a12 12 0 1 0 -24 0Z",
  keys: "M-11 -11H11V11H-11Z",
  values: "M0 -15L15 0L0 15L-15 0Z",
};

// A point to drag in an <svg> plane whose viewBox is `size` wide and shows -range … range on both axes.
export function dragPoint({ svg, label, kind, letter, range, size, step = 0.1, value, onInput }) {
  const node = s("g", { class: `aw-point aw-${kind}`, tabindex: "0", role: "button", "aria-roledescription": "movable point" },
    s("circle", { class: "aw-reach", r: 20 }), s("path", { class: "aw-dot", d: SHAPES[kind] }),
    s("text", { "text-anchor": "middle", dy: "0.35em", text: letter }));
  const place = (x) => (size / 2) * (1 + x / range);
  function set(at) {
    value = at.map((x) => clamp(x, -range, range));
    node.setAttribute("transform", `translate(${place(value[0])} ${place(-value[1])})`);
    node.setAttribute("aria-label", `${label}: ${format(value[0])} across, ${format(value[1])} up. Arrow keys move it.`);
  }
  const change = (point) => {
    set(point.map((x) => snap(x, step)));
    onInput(value);
  };
  follow(node, svg, (x, y) => change([(2 * x - 1) * range, (1 - 2 * y) * range]));
  node.addEventListener("keydown", (event) => {
    const by = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
    if (!by) return;
    event.preventDefault();
    const times = event.shiftKey ? 5 : 1;
    change([value[0] + times * by[0], value[1] + times * by[1]]);
  });
  set(value);
  return { node, set, get value() { return value; } };
}

// ---- pictures ----

// A row of numbers as one stripe, what is above 0 in its upper half and what is below in its lower one:
// gradients with hard edges are one node to restyle.
export function strip(kind = "", colours = ["--aw-violet", "--aw-brown"]) {
  const node = h("div", { class: `aw-strip ${kind}`, "aria-hidden": "true" });
  let drawn = "";
  function half(values, sign, colour, top) {
    let stops = "transparent 0";
    values.forEach((x, c) => {
      const shade = Math.min(100, Math.round((sign * 100 * x) / top));
      const [from, to] = [c, c + 0.95].map((edge) => `${((100 * edge) / values.length).toFixed(2)}%`);
      if (shade > 0) stops += `, transparent 0 ${from}, color-mix(in srgb, var(${colour}) ${shade}%, transparent) 0 ${to}`;
    });
    return `linear-gradient(90deg, ${stops}, transparent 0 100%)`;
  }
  return { node, set(values, top) {
    const image = `${half(values, 1, colours[0], top)}, ${half(values, -1, colours[1], top)}`;
    if (drawn !== image) node.style.backgroundImage = image;
    drawn = image; // the style gives it back in other words
  } };
}

// A row of weight bars. set(weights, yours) draws the learner's bars beside the expected ones;
// guess(i, weight) draws where the reader expected bar i to end (null clears it).
export function weightBars(labels, { top = 1 } = {}) {
  const bars = labels.map(() => {
    const fill = h("div", { class: "aw-weight" });
    const other = h("div", { class: "aw-weight aw-yours", hidden: true });
    const guess = h("div", { class: "aw-guess", hidden: true });
    const value = h("div", { class: "aw-number" });
    const yours = h("div", { class: "aw-yours-number", hidden: true });
    const node = h("div", { class: "aw-bar" }, h("div", { class: "aw-well" }, fill, other, guess), value, yours);
    return { node, fill, other, guess, value, yours };
  });
  const height = (x) => `${100 * clamp(Number.isFinite(x) ? x / top : 0, 0, 1)}%`;
  return {
    nodes: bars.map((bar) => bar.node),
    set(weights, yours = null) {
      bars.forEach((bar, i) => {
        bar.fill.style.height = height(weights[i]);
        setText(bar.value, format(weights[i]));
        bar.node.classList.toggle("aw-nan", Number.isNaN(weights[i]));
        bar.other.hidden = bar.yours.hidden = !yours;
        if (!yours) return;
        bar.other.style.height = height(yours[i]);
        setText(bar.yours, `yours ${format(yours[i])}`);
      });
    },
    guess(i, weight) {
      bars.forEach((bar, j) => { bar.guess.hidden = weight == null || i !== j; });
      if (weight == null) return;
      bars[i].guess.style.bottom = height(weight);
      bars[i].guess.classList.toggle("aw-high", weight / top > 0.8); // its word goes below the line
    },
    differ: (i) => bars.forEach((bar, j) => bar.node.classList.toggle("aw-differs", i === j)),
  };
}

// A table of numbers with shaded cells. kind "weights": violet by weight; "scores": diverging around 0;
// "plain": no shade. With onCell, one cell takes the focus and the arrow keys walk.
// set(values, { mask, top, yours, differs: [i, j] }) redraws only what changed;
// stop(i, j) makes a cell the one that Tab goes to.
export function heatTable({ rows, columns, kind = "weights", caption, corner = "", decimals = 2, onCell = null }) {
  const cells = rows.map((_, i) => columns.map((_, j) => h("td", {
    ...(onCell && { role: "gridcell", tabindex: i + j === 0 ? "0" : "-1" }),
  })));
  const role = (name) => (onCell ? { role: name } : {});
  const table = h("table", { class: `aw-heat aw-${kind}`, ...role("grid"), "aria-label": caption },
    h("thead", role("rowgroup"), h("tr", role("row"), h("th", { scope: "col", ...role("columnheader") }, corner || h("span", { class: "aw-unseen", text: "row" })),
      columns.map((text) => h("th", { scope: "col", text, ...role("columnheader") })))),
    h("tbody", role("rowgroup"), rows.map((text, i) => h("tr", role("row"), h("th", { scope: "row", text, ...role("rowheader") }), cells[i]))));
  let current = [0, 0];
  function stop(i, j) {
    cells[current[0]][current[1]].tabIndex = -1;
    current = [i, j];
    cells[i][j].tabIndex = 0;
  }
  if (onCell) {
    const where = (cell) => {
      const i = cells.findIndex((row) => row.includes(cell));
      return [i, cells[i].indexOf(cell)];
    };
    const enter = ([i, j]) => {
      stop(i, j);
      onCell(i, j);
    };
    let under = null; // not by pointerover, which also tells of cells that move to a resting pointer
    for (const type of ["focusin", "pointermove", "click"]) {
      table.addEventListener(type, (event) => {
        const cell = event.target.closest("td");
        if (!cell || (type === "pointermove" && cell === under)) return;
        under = cell;
        enter(where(cell));
      });
    }
    table.addEventListener("pointerleave", () => {
      under = null;
      onCell(-1, -1);
    });
    table.addEventListener("focusout", () => onCell(-1, -1));
    table.addEventListener("keydown", (event) => {
      const by = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
      if (!by) return;
      event.preventDefault();
      cells[clamp(current[0] + by[0], 0, rows.length - 1)][clamp(current[1] + by[1], 0, columns.length - 1)].focus();
    });
  }
  return {
    node: h("div", { class: "aw-scroll", tabindex: onCell ? null : "0", role: "group", "aria-label": caption }, table),
    cells,
    stop,
    set(values, { mask = null, top = null, yours = null, differs = null } = {}) {
      const scale = top ?? (kind === "weights" ? 1 : Math.max(1e-9, ...values.flat().filter(Number.isFinite).map(Math.abs)));
      cells.forEach((row, i) => row.forEach((cell, j) => {
        const value = values[i][j];
        const open = allowed(mask, i, j);
        setText(cell, open || kind === "weights" ? format(value, decimals) : "hidden");
        if (yours) cell.append(h("span", { class: "aw-yours-number", text: format(yours[i][j], decimals) }));
        setVariable(cell, "--w", Number.isFinite(value) ? clamp(Math.abs(value) / scale, 0, 1).toFixed(3) : "0");
        cell.classList.toggle("aw-negative", value < 0);
        cell.classList.toggle("aw-masked", !open);
        cell.classList.toggle("aw-differs", Boolean(differs) && differs[0] === i && differs[1] === j);
      }));
    },
  };
}
