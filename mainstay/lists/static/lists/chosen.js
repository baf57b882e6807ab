// Choosing several lines of a list: x, shift for a range, and how many. Without this file the boxes are plain boxes.
(() => {
  "use strict";
  const form = document.querySelector("form.many");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("input[name=chosen]")];
  const said = form.querySelector("[data-count]");
  let last = null;
  const count = () => {
    const many = boxes().filter((box) => box.checked).length;
    said.hidden = !many;
    said.querySelector("output").value = many;
  };
  const choose = (box, range) => {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (range && from >= 0) all.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    last = box;
    count();
  };
  form.addEventListener("click", (event) => {
    if (event.target.matches("input[name=chosen]")) choose(event.target, event.shiftKey);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open], [popover]:popover-open")) return;
    const box = form.querySelector(".here input[name=chosen]");
    if (!box) return;
    box.checked = event.shiftKey || !box.checked;
    choose(box, event.shiftKey);
  });
  count();
})();
