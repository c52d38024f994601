// The learner's function beside the expected result: sends inputs to Python, compares what comes back.
import { firstDifference, nested, pack, unpack } from "./core.js";
import { format, h, newId } from "./ui.js";

const SINGLE = { relative: 1e-3, absolute: 1e-5 }; // as in the checks
const arrayOf = (shape) => `shape (${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

// Two numbers with as many decimals as it takes to see that they differ; or True and False.
function apart(a, b, truths) {
  if (truths) return [a, b].map((x) => (x ? "True" : "False"));
  let decimals = 2;
  while (decimals < 9 && format(a, decimals) === format(b, decimals)) decimals += 1;
  return [format(a, decimals), format(b, decimals)];
}

// What is no array of numbers, in words.
function strange(what) {
  if (/^(tuple|list)( of |$)/.test(what)) return `a ${what.split(" ")[0]} that holds other things than arrays of numbers`;
  if (/^array of \d+ numbers$/.test(what)) return `an ${what}, too many to show`;
  if (what.startsWith("array")) return `an ${what}, where ordinary numbers are expected`;
  return `${/^[aeiou]/i.test(what) ? "an" : "a"} ${what}, not an array`;
}

// A list of rows is as good as the array that they make.
function stacked(values) {
  if (!values.length || values.some(({ shape }) => String(shape) !== String(values[0].shape))) return values;
  return [{ ...values[0], shape: [values.length, ...values[0].shape], data: values.flatMap(({ data }) => data) }];
}

// What became of one call, in a sentence: expected is an array, or a list of arrays for a tuple.
function judge(result, { expected, parts, tolerance, truths = false }) {
  const name = result.function;
  const bad = (text) => ({ ok: false, text, values: null, difference: null });
  if (result.kind === "raised" && result.error === "NotImplementedError") {
    return { ...bad(`${name} is still to be written; until then you see the expected result.`), todo: true };
  }
  if (result.kind === "raised") {
    return bad(`Your ${name} stopped with ${result.error}${result.message && `: ${result.message}`}${result.line && ` (${result.line})`}.`);
  }
  if (result.kind !== "value") return bad(`Your ${name} gave no result: ${result.message || result.kind}.`);
  if (result.foreign === "NoneType") return bad(`Your ${name} returned None: it came to its end without a return.`);
  if (result.foreign) return bad(`Your ${name} returned ${strange(result.foreign)}.`);
  const given = expected.length === 1 && result.several ? stacked(result.values) : result.values;
  const values = given.map(unpack);
  if (values.length !== expected.length) {
    return bad(`Your ${name} returned ${values.length === 1 ? "one array" : `${values.length} arrays`}; expected ${expected.length === 1 ? "one" : `${expected.length}: ${parts.join(", ")}`}.`);
  }
  for (let part = 0; part < expected.length; part++) {
    const wanted = pack(expected[part]);
    if (String(values[part].shape) !== String(wanted.shape)) {
      return bad(`${parts[part]}: yours has ${arrayOf(values[part].shape)}, expected ${arrayOf(wanted.shape)}.`);
    }
    if (truths !== given[part].truths) return bad(`${parts[part]}: yours holds ${truths ? "numbers, expected True and False" : "True and False, expected numbers"}.`);
  }
  const fitted = values.map(nested);
  for (let part = 0; part < expected.length; part++) {
    const difference = firstDifference(values[part], pack(expected[part]), tolerance ?? (given[part].single ? SINGLE : undefined));
    if (difference) {
      const place = difference.index.length ? `${parts[part]}[${difference.index.join(", ")}]` : parts[part];
      const [mine, right] = apart(difference.yours, difference.expected, truths);
      const text = `Your ${name} differs, first at ${place}: yours ${mine}, expected ${right}.`;
      return { ok: false, text, values: fitted, difference: { ...difference, part } };
    }
  }
  if (result.mutated.length) return { ...bad(`Your ${name} changed what it was given (${result.mutated.join(", ")}).`), values: fitted };
  return { ok: true, text: `Your ${name} agrees with the expected result.`, values: fitted, difference: null };
}

// Sends calls to Python and reports on them. A call is { function, args, kwargs, expected, parts, tolerance }:
// expected is a list of arrays (one, unless the function returns a tuple), parts names them; with truths they hold
// True and False. show(reports) receives a Map from function name to { ok, text, values, difference }; values is null where there is nothing to draw.
export function learner(model, view, show) {
  const names = model.get("learner") || [];
  view.handed = names.length > 0;
  const mark = newId(); // two views of one widget must not take each other's answers
  let count = 0;
  let sent = "";
  let current = [];
  let next = null;
  let busy = false;
  let told = "";
  function send() {
    current = next;
    next = null;
    busy = true;
    count += 1;
    sent = `${mark}-${count}`;
    const mine = sent;
    setTimeout(() => busy && sent === mine && wait(), 600);
    const calls = current.map(({ function: name, args = [], kwargs = {} }) => ({ function: name, args, kwargs }));
    model.set("ask", { id: sent, calls });
    model.save_changes();
  }
  // Results of other inputs would mislead while these are computed.
  function wait() {
    told = `Waiting for Python to run your ${current.map((call) => call.function).join(" and ")}. If this line stays, Python was restarted: run this cell again.`;
    view.learner.replaceChildren(h("p", { class: "aw-hint", text: told }));
    show(new Map());
  }
  function receive() {
    const answer = model.get("answer");
    if (!answer || answer.id !== sent) return;
    busy = false;
    const reports = new Map();
    answer.results.forEach((result, i) => {
      const call = current[i];
      reports.set(result.function, judge(result, { parts: ["result"], ...call }));
    });
    show(reports); // may add to what is said
    const said = [...reports].flatMap(([name, report]) => lines(report, answer.verdicts?.[name], answer.guessed?.[name]));
    const words = said.map((line) => line.textContent).join("\n");
    if (words !== told) view.learner.replaceChildren(...said); // the same again need not be read out again
    told = words;
    if (next) send();
  }
  function lines(report, verdict, guessed) {
    const sign = report.ok ? "✓" : report.todo ? "…" : "≠";
    const found = [h("p", { class: report.ok ? "aw-same" : "aw-other" }, h("span", { "aria-hidden": "true", text: `${sign} ` }), report.text)];
    const hint = (text) => found.push(h("p", { class: "aw-hint", text }));
    if (!report.ok && !report.todo && guessed) hint(guessed);
    if (verdict?.slow) hint(`A call takes about ${format(verdict.slow, 1)} s, so it was tried on no other inputs.`);
    else if (verdict && !verdict.passed && !report.todo) {
      // What has no name of its own is told of the check’s inputs, not of those in the picture.
      const lead = report.ok ? "On other inputs it does not. " : verdict.misconception ? "" : "In the check, on other inputs: ";
      hint(lead + verdict.message);
      if (verdict.link) found.at(-1).append(" More: ", h("a", { href: verdict.link, text: "What went wrong?" }), ".");
    }
    return found;
  }
  if (names.length) model.on("change:answer", receive);
  return {
    names,
    has: (name) => names.includes(name),
    // The latest question wins: while Python works on one, only the newest waits.
    ask(calls) {
      const mine = calls.filter((call) => names.includes(call.function));
      if (!mine.length) return;
      next = mine;
      if (!busy) send();
    },
  };
}
