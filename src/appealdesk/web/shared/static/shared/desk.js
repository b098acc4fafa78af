/*
 * The keys of the desk. A page says what a key does with attributes only:
 *   data-key="a"       pressing a clicks this button or link, or puts the cursor into this field
 *   data-row           a row that j and k walk over; Enter opens the link marked data-open in it, or its first link
 *   data-tick          the checkbox of a row: x and the space bar tick the row that is marked, Shift+x all that are shown
 *   data-opens="id"    a button that opens the dialog with this id
 *   data-search        the field that / goes to
 *   data-quick         a form that Ctrl+Enter sends, also while somebody types in it
 *   data-prints        a button that prints the page
 *   data-keeps         a form whose typed words the browser asks about before they are left behind
 *   data-busy="words"  a form whose answer takes long: once it is sent the words stand below it, with a bar that moves
 *   data-menu          a menu that closes when the cursor or the mouse goes elsewhere, and by Escape
 *   data-copies="id"   a button that copies the text of the field with this id, and then says data-copied
 */
"use strict";
(() => {
  const typing = (element) => element?.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
  const rows = () => [...document.querySelectorAll("[data-row]")].filter(shown);

  const mark = (row) => {
    document.querySelectorAll("[data-row].here").forEach((other) => other.classList.remove("here"));
    row.classList.add("here");
    const target = row.querySelector("[data-open], a[href], button") ?? row;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const walk = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.findIndex((row) => row.classList.contains("here") || row.contains(document.activeElement));
    const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    mark(all[next]);
  };

  const press = (key) => {
    // Inside the row that is marked first, so that one key can act on each row of a list.
    const here = document.querySelector("[data-row].here");
    const name = `[data-key="${CSS.escape(key)}"]`;
    const target = [...(here?.querySelectorAll(name) ?? []), ...document.querySelectorAll(name)].find(shown);
    if (!target) return false;
    if (typing(target)) target.focus();
    else target.click();
    return true;
  };

  const tick = () => {
    const box = document.querySelector("[data-row].here [data-tick]");
    if (!box || !shown(box)) return false;
    box.click();
    return true;
  };

  const tickAll = () => {
    const boxes = [...document.querySelectorAll("[data-tick]")].filter(shown);
    if (boxes.length === 0) return false;
    const wanted = boxes.some((box) => !box.checked);
    boxes.filter((box) => box.checked !== wanted).forEach((box) => box.click());
    return true;
  };

  // The space bar belongs to whatever has the cursor and knows what to do with it.
  const space = () => !document.activeElement?.closest("button, summary, input, select, progress") && tick();

  const search = () => {
    const field = document.querySelector("[data-search]");
    if (!field) return false;
    field.focus();
    field.select?.();
    return true;
  };

  const openRow = () => {
    const here = document.querySelector("[data-row].here");
    if (!here || (document.activeElement?.closest("a, button, summary") ?? null)) return false;
    here.querySelector("[data-open], a[href]")?.click();
    return true;
  };

  const sendQuickly = (event) => {
    const form = event.target.closest("form[data-quick]") ?? document.querySelector("form[data-quick]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  };

  const closeMenus = (except) =>
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  document.addEventListener("focusin", (event) => closeMenus(event.target));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      sendQuickly(event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const moves = { j: () => walk(1) ?? true, k: () => walk(-1) ?? true, "/": search, Enter: openRow, " ": space, x: () => tick() || press("x"), X: tickAll };
    const done = moves[event.key] ? moves[event.key]() : press(event.key);
    if (done) event.preventDefault();
  });

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copies);
    // What is selected can still be copied by hand where the browser does not let a page do it.
    field.select();
    await navigator.clipboard?.writeText(field.value);
    button.textContent = button.dataset.copied;
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-prints]")) window.print();
    const copier = event.target.closest("[data-copies]");
    if (copier) copy(copier);
  });

  // A form that htmx has fetched takes the cursor, so that the next key belongs to it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const first = event.target.querySelector?.("[autofocus]");
    if (first) first.focus();
    else event.target.querySelector?.("form[data-quick] textarea")?.focus();
  });

  // What was typed and not sent is not left behind by a slip of the hand.
  let unsent = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keeps]")) unsent = true;
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-keeps]")) unsent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    const words = event.target.dataset.busy;
    if (!words || event.defaultPrevented) return;
    const said = event.target.querySelector(".busy-words") ?? document.createElement("p");
    said.className = "busy-words";
    said.setAttribute("role", "status");
    said.replaceChildren(words, " ", document.createElement("progress"));
    event.target.append(said);
  });

  // A line that failed is said, because a silent desk is a desk that lies.
  const sayFailure = () => {
    const region = document.getElementById("notices");
    const notice = document.createElement("div");
    notice.className = "notice notice-stop";
    notice.textContent = document.body.dataset.lost;
    region?.replaceChildren(notice);
  };
  document.addEventListener("htmx:sendError", sayFailure);
  document.addEventListener("htmx:responseError", sayFailure);
})();
