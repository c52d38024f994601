// Attention on plain arrays: a vector is [x, …], a matrix is [[x, …], …].
// The same definitions as the course's reference; tests hold the two to 1e-6 of each other.

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const largest = (values) => values.reduce((best, value) => (value > best ? value : best), -Infinity);
export const argmax = (values) => values.indexOf(largest(values));

export function dot(a, b) {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

export const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));

export function matmul(A, B) {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => dot(row, column)));
}

// X W + b
export function project(X, W, b = null) {
  const product = matmul(X, W);
  return b ? product.map((row) => row.map((value, j) => value + b[j])) : product;
}

export const dotProductScores = (Q, K) => Q.map((q) => K.map((k) => dot(q, k)));

export function cosineScores(Q, K) {
  const length = (v) => Math.sqrt(dot(v, v));
  return Q.map((q) => K.map((k) => {
    const lengths = length(q) * length(k);
    return lengths === 0 ? 0 : dot(q, k) / lengths;
  }));
}

export function scaledScores(Q, K, scale = Math.sqrt(K[0].length)) {
  return dotProductScores(Q, K).map((row) => row.map((score) => score / scale));
}

// May position i attend to j? A mask is null, a row for every query, or a matrix;
// an axis of length 1 serves every position, as in NumPy.
export function allowed(mask, i, j) {
  if (mask == null) return true;
  if (!Array.isArray(mask[0])) return Boolean(mask[mask.length === 1 ? 0 : j]);
  const row = mask[mask.length === 1 ? 0 : i];
  return Boolean(row[row.length === 1 ? 0 : j]);
}

export const causalMask = (n) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => j <= i));

// One row of a softmax with every intermediate number. `stable: false` leaves out the
// subtraction of the largest score; `round: Math.fround` computes in float32.
export function softmaxSteps(row, { temperature = 1, mask = null, stable = true, round = (x) => x } = {}) {
  const open = row.map((_, j) => allowed(mask, 0, j));
  const scores = row.map((score) => round(round(score) / temperature));
  const empty = !open.includes(true);
  const top = stable && !empty ? largest(scores.filter((_, j) => open[j])) : 0;
  const exponentials = scores.map((score, j) => (open[j] ? round(Math.exp(round(score - top))) : 0));
  const total = exponentials.reduce((partial, value) => round(partial + value), 0);
  const weights = exponentials.map((value) => (empty ? 0 : round(value / total)));
  return { scores, top, exponentials, total, weights, empty };
}

// Softmax of a vector, or of a matrix along an axis (-1 and 1: each row; 0: each column).
export function softmax(x, { axis = -1, mask = null, ...options } = {}) {
  if (!Array.isArray(x[0])) return softmaxSteps(x, { mask, ...options }).weights;
  const rows = axis === 0 ? transpose(x) : x;
  const weights = rows.map((row, i) => {
    const open = row.map((_, j) => (axis === 0 ? allowed(mask, j, i) : allowed(mask, i, j)));
    return softmaxSteps(row, { mask: open, ...options }).weights;
  });
  return axis === 0 ? transpose(weights) : weights;
}

export const hardLookup = (query, keys, values) => values[argmax(keys.map((key) => dot(key, query)))];

// The weighted sum of the rows of `values`.
export const blend = (weights, values) => transpose(values).map((column) => dot(weights, column));

export function attention(Q, K, V, mask = null, options = {}) {
  const scores = scaledScores(Q, K, options.scale);
  const weights = softmax(scores, { mask });
  return { scores, weights, output: weights.map((row) => blend(row, V)) };
}

export const crossAttention = (X, memory, W_Q, W_K, W_V, mask = null) =>
  attention(matmul(X, W_Q), matmul(memory, W_K), matmul(memory, W_V), mask);

// (n, d_model) to (num_heads, n, d_head), and back.
export function splitHeads(X, numHeads) {
  const width = X[0].length / numHeads;
  return Array.from({ length: numHeads }, (_, h) => X.map((row) => row.slice(h * width, (h + 1) * width)));
}

export const mergeHeads = (heads) => heads[0].map((_, i) => heads.flatMap((head) => head[i]));

export function multiHeadAttention(X, memory, W_Q, W_K, W_V, W_O, numHeads, mask = null) {
  const [Q, K, V] = [[X, W_Q], [memory, W_K], [memory, W_V]].map(([rows, W]) =>
    splitHeads(matmul(rows, W), numHeads));
  const heads = Q.map((_, h) => attention(Q[h], K[h], V[h], mask));
  return {
    heads,
    weights: heads.map((head) => head.weights),
    output: matmul(mergeHeads(heads.map((head) => head.output)), W_O),
  };
}

export const mean = (values) => sum(values) / values.length;

export function std(values) {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

// A repeatable source of standard normal numbers (mulberry32, then Box and Muller).
export function normals(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

// How many values fall into each of `count` equal bins between low and high.
export function histogram(values, low, high, count) {
  const bins = new Array(count).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * count);
    if (bin >= 0 && bin < count) bins[bin] += 1;
  }
  return bins;
}

// ---- arrays on their way to Python and back ----

export function shapeOf(x) {
  return Array.isArray(x) ? [x.length, ...(x.length ? shapeOf(x[0]) : [])] : [];
}

export const pack = (x, dtype = "float64") => ({ dtype, shape: shapeOf(x), data: [x].flat(Infinity) });

// JSON has no infinity and no NaN, so Python sends them as its own words.
const WORDS = { inf: Infinity, "-inf": -Infinity };
export const unpack = ({ shape, data }) => ({ shape, data: data.map((x) => WORDS[x] ?? Number(x)) });

export function nested({ shape, data }) {
  if (shape.length === 0) return data[0];
  return shape.slice(1).reduceRight((flat, width) => {
    const rows = [];
    for (let i = 0; i < flat.length; i += width) rows.push(flat.slice(i, i + width));
    return rows;
  }, data);
}

// The first place where two arrays of one shape differ, with its index on every axis, or null.
export function firstDifference(yours, expected, { relative = 1e-5, absolute = 1e-8 } = {}) {
  const at = expected.data.findIndex((value, i) => {
    const other = yours.data[i];
    return !(Object.is(value, other) || Math.abs(value - other) <= absolute + relative * Math.abs(value));
  });
  if (at < 0) return null;
  let rest = at;
  const index = [...expected.shape].reverse().map((width) => {
    const position = rest % width;
    rest = Math.floor(rest / width);
    return position;
  }).reverse();
  return { at, index, yours: yours.data[at], expected: expected.data[at] };
}
