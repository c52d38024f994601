// What a page does besides being read: contents on a phone, colours, copying code, and keyboard access to what scrolls.
"use strict";
(() => {
  const root = document.documentElement;

  // Light, dark or as the system. The choice is kept in the browser.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const mode = root.dataset.mode;
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
  };
  system.addEventListener("change", paint);
  const themeButton = document.querySelector(".theme-button");
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    const order = system.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    root.dataset.mode = order[(order.indexOf(root.dataset.mode) + 1) % 3];
    try { localStorage.setItem("mode", root.dataset.mode); } catch { /* storage is off: for this page only */ }
    paint();
  });

  // On a narrow screen the contents open over the page.
  const side = document.querySelector(".side");
  const menuButton = document.querySelector(".menu-button");
  const openMenu = (open) => {
    side.toggleAttribute("data-open", open);
    menuButton.setAttribute("aria-expanded", open);
    menuButton.querySelector("span").textContent = open ? "Close" : "Contents";
    document.body.style.overflow = open ? "hidden" : "";
    for (const other of document.querySelectorAll("main, .colophon")) other.inert = open;
  };
  menuButton.hidden = false;
  menuButton.addEventListener("click", () => openMenu(!side.hasAttribute("data-open")));
  side.addEventListener("click", (event) => { if (event.target.closest(".chapters a")) openMenu(false); });
  matchMedia("(min-width: 60.01rem)").addEventListener("change", () => openMenu(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.hasAttribute("data-open")) {
      openMenu(false);
      menuButton.focus();
    }
    const typing = event.target.closest("input, select, textarea, [contenteditable], .aw");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey)) {
      event.preventDefault();
      if (getComputedStyle(menuButton).display !== "none") openMenu(true);
      document.getElementById("search-field").focus();
    }
  });

  // The contents show which section is being read.
  const links = new Map();
  for (const link of document.querySelectorAll(".chapters [aria-current=page] + ul a")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const reading = new IntersectionObserver((entries) => {
    const entry = entries.filter((one) => one.isIntersecting).pop();
    if (!entry) return;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(entry.target).setAttribute("aria-current", "location");
  }, { rootMargin: "-10% 0px -75% 0px" });
  for (const section of links.keys()) reading.observe(section);

  // Code can be copied.
  const said = document.body.appendChild(document.createElement("p"));
  said.className = "vh";
  said.setAttribute("role", "status");
  const copy = async (pre) => {
    try {
      await navigator.clipboard.writeText(pre.textContent.trimEnd());
    } catch {
      getSelection().selectAllChildren(pre);
      document.execCommand("copy");
      getSelection().removeAllRanges();
    }
  };
  for (const pre of document.querySelectorAll("div.highlight > pre")) {
    if (pre.closest(".cell_output")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await copy(pre);
      button.textContent = said.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 1500);
    });
    pre.after(button);
  }

  // What scrolls sideways can be reached, and so scrolled, by keyboard.
  const scrollers = ["pre", ".table-scroll", ".katex-display", ".cell_output > .output"].join(", ");
  const reach = () => {
    for (const element of document.querySelectorAll(`main :is(${scrollers})`)) {
      const scrolls = element.scrollWidth > element.clientWidth + 1;
      if (scrolls && !element.hasAttribute("tabindex")) element.tabIndex = 0;
      if (!scrolls && element.tabIndex === 0) element.removeAttribute("tabindex");
    }
  };
  new ResizeObserver(reach).observe(document.querySelector("main"));
})();
