/* Every public form works without this script; with it, a second press of the button sends nothing twice. */
"use strict";
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = form.querySelector("button:not([name])");
    // A change of the language posts the same form, and may be changed again.
    if (!form.dataset.send || !button || event.submitter?.name) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.send;
    button.setAttribute("aria-disabled", "true");
  });

  // The way back shows the page as it was left, the pressed button included.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      const button = form.querySelector("button[aria-disabled]");
      delete form.dataset.sent;
      if (!button) return;
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-disabled");
    });
  });

  document.getElementById("problems")?.focus();
})();
