// Reads [[name, ...arguments], …] on standard input and prints what core.js's functions return.
import { readFileSync } from "node:fs";
import * as core from "../../attention_lab/widgets/core.js";
import { exact, format, percent } from "../../attention_lab/widgets/ui.js";

const known = {
  ...core,
  exact,
  format,
  percent,
  softmaxIn32: (row) => core.softmaxSteps(row, { stable: false, round: Math.fround }).weights,
  softmaxIn64: (row) => core.softmaxSteps(row, { stable: false }).weights,
  firstNormals: (seed, count) => {
    const next = core.normals(seed);
    return Array.from({ length: count }, next);
  },
  roundTrip: (x) => core.nested(core.unpack(core.pack(x))),
};
const calls = JSON.parse(readFileSync(0, "utf-8"));
const plain = (key, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
process.stdout.write(JSON.stringify(calls.map(([name, ...args]) => known[name](...args)), plain));
