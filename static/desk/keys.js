// The workbench's keys, one row each: change the first column to remap one. A capital is the letter with shift; Alt is
// written before the key. `words` is what the sheet of keys says.
"use strict"

const KEYS = [
  ["j", "next", "next line"],
  ["k", "previous", "line before"],
  ["a", "accept", "accept what is ticked"],
  ["x", "reject", "reject, then 1–7 for the reason"],
  ["e", "edit", "correct it"],
  ["s", "speaker", "correct who it is"],
  ["i", "issue", "correct which issue it is about"],
  ["v", "record", "correct which known vote or event it is, or that it is a new one"],
  ["g", "siblings", "after a correction: the same mistake in other findings"],
  ["[", "end-back", "the words end a word earlier"],
  ["]", "end-on", "the words end a word later"],
  ["{", "start-back", "the words begin a word earlier"],
  ["}", "start-on", "the words begin a word later"],
  ["Alt+[", "sentence-end-back", "the words end a sentence earlier"],
  ["Alt+]", "sentence-end-on", "the words end a sentence later"],
  ["Alt+{", "sentence-start-back", "the words begin a sentence earlier"],
  ["Alt+}", "sentence-start-on", "the words begin a sentence later"],
  ["w", "selection", "take the selected text as the words"],
  ["m", "missed", "add a finding that the machine missed, from selected text"],
  ["1", "part-1", "tick or untick the first part"],
  ["2", "part-2", "the second"],
  ["3", "part-3", "the third"],
  ["u", "undo", "undo my last act on this story"],
  ["U", "redo", "do it again"],
  ["n", "next-story", "next story"],
  ["/", "search", "search the lines"],
  ["?", "sheet", "this sheet"],
  ["Escape", "leave", "leave a field, close what is open"],
]
