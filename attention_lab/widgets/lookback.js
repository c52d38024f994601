// Looks back at what the reader predicted. Stands alone, without the shared scripts.
const STORE = "attention-lab";

function render({ model, el }) {
  const keys = model.get("settings").keys;
  const root = document.createElement("section");
  root.className = "aw";
  root.setAttribute("aria-label", "Your predictions");
  el.replaceChildren(root);

  function part(tag, text, className = "") {
    return Object.assign(document.createElement(tag), { textContent: text, className });
  }

  function draw() {
    let kept = window[STORE]?.predictions || {};
    try {
      kept = JSON.parse(localStorage.getItem(STORE))?.predictions || kept;
    } catch {
      // the browser keeps nothing: there is what was predicted in this page
    }
    const made = keys.filter((key) => kept[key]);
    const list = document.createElement("ul");
    for (const { question, expected, found, close } of made.map((key) => kept[key])) {
      const item = document.createElement("li");
      item.append(part("p", question, "aw-tip"), part("p", `You expected ${expected}${close ? ", and" : ";"} ${found}.`));
      list.append(item);
    }
    const none = part("p", "You have made no prediction here yet; once you have, this place remembers it.", "aw-tip");
    root.replaceChildren(part("p", "Your predictions", "aw-title"), made.length ? list : none);
  }

  draw();
  window.addEventListener(STORE, draw);
  return () => window.removeEventListener(STORE, draw);
}

export default { render };
