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
