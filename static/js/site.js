"use strict";

// Comforts only: every page works without this file.
document.querySelector("#errors")?.focus();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A swapped-in part says where it is to people who do not see it change.
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.elt.querySelector("[data-focus]")?.focus({ preventScroll: true });
});

// Keys of the desk: a digit opens its door, / goes to the search; not while typing.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = event.key === "/" && document.querySelector("[data-search]");
  if (found) {
    event.preventDefault();
    found.focus();
  } else if (/^[1-9]$/.test(event.key)) {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});
