/* Every public form works without this script; with it, a second press of the button sends nothing twice. */
"use strict";
(() => {
  const press = (form, button) => {
    form.dataset.sent = "yes";
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.send;
    button.setAttribute("aria-disabled", "true");
  };

  const release = (form) => {
    const button = form.querySelector("button[aria-disabled]");
    delete form.dataset.sent;
    if (!button) return;
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
  };

  const complain = (form, sentence) => {
    const place = form.querySelector("[role=alert]");
    place.textContent = sentence;
    place.hidden = sentence === "";
  };

  // A document may be large and the line slow: whoever sends it sees how much has gone, and keeps it if the line breaks.
  const upload = (form) => {
    const bar = form.querySelector("progress");
    const request = new XMLHttpRequest();
    const lost = () => {
      bar.hidden = true;
      release(form);
      complain(form, form.dataset.lost);
    };
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      if (request.responseURL !== form.action) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      if (!page.querySelector("main")) return lost();
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.getElementById("problems")?.focus();
    });
    bar.value = 0;
    bar.hidden = false;
    request.send(new FormData(form));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = form.querySelector("button:not([name])");
    // A change of the language posts the same form, and may be changed again.
    if (!form.dataset.send || !button || event.submitter?.name) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if ("upload" in form.dataset) {
      event.preventDefault();
      const files = [...form.querySelector("input[type=file]").files];
      const large = files.find((file) => file.size > Number(form.dataset.most));
      complain(form, large ? `${large.name}: ${form.dataset.tooLarge}` : "");
      if (large) return;
      press(form, button);
      upload(form);
      return;
    }
    press(form, button);
  });

  // The way back shows the page as it was left, the pressed button included.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  document.getElementById("problems")?.focus();
})();
