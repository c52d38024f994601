// "What went wrong?": an example opens for the link that leads to it, and the mistakes can be narrowed down.
"use strict";
(() => {
  const form = document.querySelector(".mistake-filter");
  const [chosen, typed, count] = form.querySelectorAll("select, input, [role=status]");
  const sections = [];
  for (const section of document.querySelectorAll("main section section")) {
    const entries = [...section.querySelectorAll(":scope > dl[id]")].map((element) => {
      const functions = element.querySelector(":scope > dd:last-child").textContent.trim().replace(/^\S+ in /, "");
      return { element, functions: functions === "any function" ? null : functions.split(", "), text: element.textContent.toLowerCase() };
    });
    const ids = [section, ...section.querySelectorAll(":scope > span[id]")].map((one) => `#${one.id}`);
    const link = [...document.querySelectorAll("main li a")].find((one) => ids.includes(one.hash));
    if (entries.length) sections.push({ section, entries, link });
  }

  const narrow = () => {
    const words = typed.value.toLowerCase().split(/\s+/).filter(Boolean);
    let all = 0;
    for (const { section, entries, link } of sections) {
      let shown = 0;
      for (const { element, functions, text } of entries) {
        const fits = (!chosen.value || !functions || functions.includes(chosen.value)) && words.every((word) => text.includes(word));
        element.hidden = !fits;
        shown += fits;
      }
      section.hidden = link.closest("li").hidden = !shown;
      link.nextSibling.data = ` (${shown})`;
      all += shown;
    }
    count.textContent = all === 1 ? "1 mistake" : all ? `${all} mistakes` : "No mistake fits both.";
  };
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  narrow();

  const unfold = () => {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!entry?.matches("main dl, main section, main section > span")) return;
    if (entry.closest("[hidden]")) {
      form.reset();
      narrow();
      entry.scrollIntoView();
    }
    if (entry.matches("dl")) entry.querySelector("details.example").open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
