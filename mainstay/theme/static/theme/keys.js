// Keys, dialogs, focus and the manners of htmx. Every page works without this file.
(() => {
  "use strict";
  const one = (what, where = document) => where.querySelector(what);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const LINES = "main .line, main .list tbody tr";
  const DOES = ".do a, .do button, .name a, .who a, summary, a, button";

  // ---- the car: it stands beside the line that has the focus; j and k move it
  const stand = (line) => {
    all(".here").forEach((other) => other.classList.toggle("here", other === line));
    if (line) line.classList.add("here");
  };
  const goTo = (line) => {
    const act = line && DOES.split(", ").map((kind) => one(kind, line)).find(Boolean);
    if (!act) return;
    act.focus({ preventScroll: true });
    stand(line);
    line.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const lines = all(LINES);
    const at = lines.indexOf(one(".here"));
    goTo(lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1)]);
  };
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest(LINES);
    if (line) stand(line);
  });

  // ---- dialogs
  const open = (dialog) => dialog && !dialog.open && dialog.showModal();
  const hush = () => all("dialog > [role=alert]").forEach((said) => said.remove());
  const capture = (link) => {
    const dialog = one("#capture");
    if (!dialog || !window.htmx) return false;
    const leave = () => location.assign(link.href);
    fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "capture" }, redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((text) => {
        const form = one("#capture-form", new DOMParser().parseFromString(text, "text/html"));
        if (!form) return leave();
        hush();
        dialog.lastElementChild.replaceChildren(document.adoptNode(form));
        window.htmx.process(dialog);
        open(dialog);
        settle(dialog);
      })
      .catch(() => (navigator.onLine ? leave() : wentWrong()));
    return true;
  };
  document.addEventListener("click", (event) => {
    const target = event.target;
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = target.closest("[data-capture]");
    if (link && plain && capture(link)) event.preventDefault();
    const why = target.closest("[data-why]") && one(".why", target.closest(".line"));
    if (why) {
      why.open = true;
      one("summary", why).focus();
    }
    const opener = target.closest("[data-dialog]");
    // A finger has no keys: a link that leads to the same on a page is followed.
    if (opener && one(`#${opener.dataset.dialog}`) && !(opener.href && matchMedia("(hover: none)").matches)) {
      event.preventDefault();
      open(one(`#${opener.dataset.dialog}`));
    }
    const closer = target.closest("[data-close]");
    if (closer && closer.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    if (target.matches("dialog[open]")) {
      const box = target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) target.close();
    }
    all(".menu[open]").forEach((menu) => (why || !menu.contains(target)) && menu.removeAttribute("open"));
  });

  // ---- keys, never while somebody types
  const typing = (element) => element.isContentEditable || (element.matches("input, select, textarea") && !element.matches("[type=radio], [type=checkbox], [type=button], [type=submit]"));
  const press = (key) => {
    const line = one(".here");
    const found = line ? one(`[data-key="${key}"]`, line) : null;
    const alone = all(`main [data-key="${key}"]`);
    const act = found || (alone.length === 1 ? alone[0] : null);
    if (act) {
      act.focus();
      act.click();
      const field = act.matches("details[open] > summary") && one("input:not([type=hidden]), select, textarea", act.parentElement);
      if (field) field.focus();
    }
    return Boolean(act);
  };
  const KEYS = {
    "/": () => { const field = all("[data-find]").find((input) => input.checkVisibility()); if (field) { field.focus(); field.select(); } else { const link = one(".dock [href*=search]"); if (link) link.click(); } },
    c: () => { const link = one("[data-capture]"); if (link) link.click(); },
    j: () => step(1),
    k: () => step(-1),
    "?": () => open(one("#keys")),
    e: () => press("e"),
    m: () => press("m"),
    h: () => press("h"),
  };
  for (const digit of "123456789") KEYS[digit] = () => press(digit);
  let afterG = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = one(".menu[open]");
      if (menu) { menu.removeAttribute("open"); one("summary", menu).focus(); }
      return;
    }
    // Where one form holds several verbs, Enter in a line of one presses its own button, not the first of the form.
    const own = event.key === "Enter" && event.target.matches("form .verb input:not([type])") && one("button", event.target.closest(".verb"));
    if (own && !event.isComposing) { event.preventDefault(); own.click(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    if (one("dialog[open], [popover]:popover-open")) return;
    const go = event.timeStamp - afterG < 1500 && one(`[data-go="${CSS.escape(event.key)}"]`);
    if (go) { afterG = -Infinity; event.preventDefault(); go.click(); return; }
    afterG = event.key === "g" ? event.timeStamp : -Infinity;
    if (Object.hasOwn(KEYS, event.key) && (!event.repeat || "jk".includes(event.key))) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  // ---- where the focus goes: to what was refused; after a swap, to what came
  const settle = (where) => {
    const wrong = [...all("[aria-invalid=true]", where), ...all(".refusal [tabindex]", where)].find((each) => each.checkVisibility());
    if (wrong) wrong.focus();
    return Boolean(wrong);
  };
  let last = null;
  let was = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    // Led elsewhere, to a whole page (signing in, or what was made): go there instead of putting a page into a part.
    if (pathInfo && xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(pathInfo.finalRequestPath, location.href).pathname && /^\s*<!doctype/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    }
    const here = one(".here");
    last = here && { id: here.id, at: all(LINES).indexOf(here) };
    const field = document.activeElement;
    was = field && field.matches("input, select, textarea") ? { id: field.id, name: field.name } : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const came = document.getElementById(event.detail.target.id) || event.detail.target;
    const within = came.closest("dialog") || came;
    if (settle(within) || (document.activeElement && document.activeElement !== document.body)) return;
    const typed = one("#capture-form .typed", came.closest("dialog") || document);
    if (typed && came.closest("#capture-form")) return typed.focus();
    // A field that was answered may come back as another one of the same name.
    const again = was && [was.id && document.getElementById(was.id), ...document.getElementsByName(was.name)].find((each) => each && each.checkVisibility());
    if (again) return again.focus({ preventScroll: true });
    const lines = all(LINES);
    if (last && lines.length) return goTo((last.id && document.getElementById(last.id)) || lines[Math.min(last.at, lines.length - 1)]);
    const main = one("#main");
    if (main) main.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = one("meta[name=csrf-token]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });
  // What the answer itself says of it, else that it did not go through: in the dialog that is open, else atop the page.
  const wentWrong = (event) => {
    const part = one("#went-wrong").content.cloneNode(true);
    const answer = event && event.detail.xhr ? event.detail.xhr.responseText : "";
    const why = one("main .refusal p, main .lead", new DOMParser().parseFromString(answer, "text/html"));
    if (why) one("li", part).textContent = why.textContent;
    const dialog = one("dialog[open]");
    if (!dialog) {
      one("#messages").replaceChildren(part);
      return one("#messages").scrollIntoView({ block: "nearest" });
    }
    const said = one(":scope > [role=alert]", dialog) || document.createElement("p");
    said.setAttribute("role", "alert");
    dialog.firstElementChild.after(said);
    said.textContent = one("li", part).textContent;
  };
  document.addEventListener("htmx:beforeRequest", hush);
  document.addEventListener("htmx:sendError", wentWrong);
  document.addEventListener("htmx:timeout", wentWrong);
  document.addEventListener("htmx:responseError", wentWrong);

  const print = () => all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  const start = () => { print(); settle(one("main") || document); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
