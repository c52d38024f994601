// Brings the page's widgets to life without a server: reads the widget state that the page carries,
// imports each anywidget's own module, and draws it in the place of its still picture.
(function () {
  "use strict";
  const STATE = "application/vnd.jupyter.widget-state+json";
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const NEAR = "800px"; // how far outside the window a widget starts, so that it is there on arrival

  // What an anywidget expects of its model; with no Python behind it, a change stays in the page.
  function makeModel(state) {
    const listeners = new Map();
    return {
      get: (key) => state[key],
      set(key, value) {
        if (state[key] === value) return;
        state[key] = value;
        for (const event of [`change:${key}`, "change"]) {
          for (const listen of [...(listeners.get(event) || [])]) listen();
        }
      },
      on: (event, listen) => void listeners.set(event, [...(listeners.get(event) || []), listen]),
      off: (event, listen) =>
        void listeners.set(event, listen ? (listeners.get(event) || []).filter((one) => one !== listen) : []),
      save_changes() {},
      send() {},
    };
  }

  // Two widgets of one kind share their module and their style.
  const modules = new Map();
  function load(text) {
    if (!modules.has(text)) {
      const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      modules.set(text, import(url));
    }
    return modules.get(text);
  }
  const styles = new Set();
  function dress(text) {
    if (!text || styles.has(text)) return;
    styles.add(text);
    document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
  }

  async function mount({ anchor, record }) {
    const el = document.createElement("div");
    el.className = "aw-live-place";
    try {
      dress(record.state._css);
      const widget = (await load(record.state._esm)).default;
      const { initialize, render } = typeof widget === "function" ? await widget() : widget;
      record.model = record.model || makeModel(record.state);
      if (initialize && !record.started) await initialize({ model: record.model });
      record.started = true;
      await render({ model: record.model, el });
      swap(anchor, el);
    } catch (error) {
      console.error(error);
      tell(anchor, "This interactive picture could not start in your browser.");
    }
  }

  // Where the browser does not keep the text in view still while something above it grows, we do.
  const KEEPS_STILL = CSS.supports("overflow-anchor", "auto");
  function swap(anchor, el) {
    const before = anchor.getBoundingClientRect();
    anchor.after(el);
    anchor.classList.add("aw-replaced");
    if (!KEEPS_STILL && before.bottom <= 0) scrollBy(0, el.getBoundingClientRect().bottom - before.bottom);
  }

  function tell(anchor, text) {
    const line = Object.assign(document.createElement("p"), { className: "aw-note", textContent: text });
    anchor.after(line);
  }

  function start() {
    const records = {};
    for (const script of document.querySelectorAll(`script[type="${STATE}"]`)) {
      Object.assign(records, JSON.parse(script.textContent).state);
    }
    const places = [];
    for (const anchor of document.querySelectorAll(`.aw-still[data-model-id], script[type="${VIEW}"]`)) {
      const id = anchor.dataset.modelId || JSON.parse(anchor.textContent).model_id;
      const record = records[id];
      if (record && record.state._esm) places.push({ anchor, record });
      else tell(anchor, "This control needs Python: it works in this chapter's notebook.");
    }
    if (!("IntersectionObserver" in window)) {
      places.forEach(mount);
      return;
    }
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        observer.unobserve(entry.target);
        places.filter((place) => watched(place.anchor) === entry.target).forEach(mount);
      }
    }, { rootMargin: NEAR });
    places.forEach((place) => observer.observe(watched(place.anchor)));
  }
  // A script has no box to watch; what holds it has.
  const watched = (anchor) => (anchor.tagName === "SCRIPT" ? anchor.parentElement : anchor);

  const style = document.createElement("style");
  style.textContent =
    ".aw-still{margin:1.5rem 0}.aw-note{padding-left:1.2rem;border-left:3px solid var(--line);color:var(--muted)}@media screen{.aw-replaced{display:none}}@media print{.aw-live-place{display:none}}";
  document.head.append(style);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
