// A page on a disk may not read the others: there, the search lists titles without excerpts.
"use strict";
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
