"""A widget as in a notebook, without one: what its page asks is answered by the widget itself."""

import json

from widget_pages import page

MOUNT = """async ({ script, style, state }) => {
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  const listeners = {};
  const model = {
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; },
    save_changes: async () => {
      state.answer = JSON.parse(await window.askPython(JSON.stringify(state.ask)));
      (listeners["change:answer"] || []).forEach((listener) => listener());
    },
    on: (name, listener) => { (listeners[name] ||= []).push(listener); },
    off() {},
  };
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  widget.render({ model, el });
}"""


def mount(opened, widget):
    """Show a widget in a browser page, with its learner's functions at work."""

    def answer(text):
        widget.ask = json.loads(text)
        return json.dumps(widget.answer)

    opened.expose_function("askPython", answer)
    opened.set_content(page(scripts=False))
    state = {name: getattr(widget, name) for name in ("settings", "learner", "answer")}
    opened.evaluate(MOUNT, {"script": widget._esm, "style": widget._css, "state": state})


def said(opened):
    """Return the lines on the learner's functions, once an answer has come."""
    opened.locator(".aw-learner p").first.wait_for()
    return opened.locator(".aw-learner").inner_text()
