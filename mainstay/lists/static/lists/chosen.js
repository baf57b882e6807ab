// Choosing several lines of a list: x, shift for a range, how many, and d to what is done to them. Without this file
// the boxes are plain boxes.
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
    if (!["x", "X", "d"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open], [popover]:popover-open")) return;
    if (event.key === "d") return form.querySelector(".several button").focus();
    const box = form.querySelector(".here input[name=chosen]");
    if (!box) return;
    box.checked = event.shiftKey || !box.checked;
    choose(box, event.shiftKey);
  });
  count();
})();
