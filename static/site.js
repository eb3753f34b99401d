// "/" goes to the search field, or to the page that has it; all else works without this file.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const field = document.querySelector("main input[type=search]");
  if (field) field.focus();
  else document.querySelector("a[data-search]")?.click();
});
