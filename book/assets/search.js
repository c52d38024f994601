// A page on a disk may not read the others: there, the search lists titles without excerpts.
"use strict";
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
// A formula is in a page twice, for eyes and for screen readers, and its source a third time: excerpts have it once.
document.addEventListener("DOMContentLoaded", () => {
  const text = Search.htmlToText;
  Search.htmlToText = (html, anchor) => text(html.replace(/<span class="katex-mathml">.*?<\/math><\/span>/gs, ""), anchor);
});
