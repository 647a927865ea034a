// What pages gain when scripts run. Nothing here is needed: every form and link works without it.
"use strict";
(() => {
  const root = document.documentElement;
  const on = (type, handle) => document.addEventListener(type, handle);
  const near = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  // -- Theme ----------------------------------------------------------------------------------
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const showTheme = () => document.querySelectorAll("[data-theme-switch]")
    .forEach((button) => button.setAttribute("aria-pressed", String(isDark())));
  on("click", (event) => {
    if (!near(event, "[data-theme-switch]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* only for this page then */ }
    showTheme();
  });

  // -- Menus, dialogs, copying ----------------------------------------------------------------
  on("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const opener = near(event, "[data-opens]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.opens).showModal();
    }
    const closer = near(event, "[data-closes]");
    if (closer) document.getElementById(closer.dataset.closes).close();
    const copier = near(event, "[data-copies]");
    if (copier) copy(copier);
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = near(event, "details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  async function copy(button) {
    const source = document.getElementById(button.dataset.copies);
    const words = button.querySelector("[role=status]");
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent);
      words.textContent = button.dataset.done;
      setTimeout(() => { words.textContent = before; }, 3000);
    } catch {
      getSelection().selectAllChildren(source);
      source.focus();
    }
  }

  // -- Forms: one sending, dropped files, focus on what was refused ------------------------------
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000); // a download leaves the page standing
  });
  const release = (form) => {
    delete form.dataset.sending;
    document.querySelectorAll("button[aria-disabled=true]").forEach((button) => {
      if (button.form === form) button.removeAttribute("aria-disabled");
    });
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  on("htmx:afterRequest", (event) => { if (event.target.matches("form")) release(event.target); });
  on("htmx:beforeSwap", (event) => {
    // A refused form comes back as 422 with its errors, and a refusal as a page: show both.
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });

  on("dragover", (event) => {
    const drop = near(event, "[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.dataset.state = "over";
  });
  on("dragleave", (event) => { const drop = near(event, "[data-drop]"); if (drop) delete drop.dataset.state; });
  on("drop", (event) => {
    const drop = near(event, "[data-drop]");
    if (!drop || !event.dataTransfer.files.length) return;
    event.preventDefault();
    delete drop.dataset.state;
    const input = drop.querySelector("input[type=file]");
    const files = new DataTransfer();
    [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // -- Autosave: <form data-autosave="address"> with an element [data-saved] for the words -----------
  // data-saved-word, data-unsaved-word on the form carry the sentences in the reader's language.
  const IDLE = 1500;
  const kept = (form) => `draft:${form.dataset.autosave}`;
  const fieldsOf = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "seen"].includes(name)));
  // A draft remembers what the server had when it began: once the server has moved on, the draft is done.
  const began = new WeakMap();
  const keep = (form) => {
    const draft = { began: began.get(form), now: fieldsOf(form) };
    try { localStorage.setItem(kept(form), JSON.stringify(draft)); } catch { /* no storage */ }
  };
  const forget = (form) => { try { localStorage.removeItem(kept(form)); } catch { /* no storage */ } };
  const tell = (form, words, state) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    line.textContent = words;
    line.dataset.state = state;
  };
  async function save(form) {
    const sent = fieldsOf(form);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "error",
        headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
      tell(form, `${form.dataset.savedWord || "Saved"} ${time}`, "good");
      // The answer may carry a new fingerprint of what is kept, for the next saving to compare.
      const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
      if (said.seen && form.elements.seen) form.elements.seen.value = said.seen;
      began.set(form, sent);
      if (fieldsOf(form) === sent) forget(form);
      else keep(form);
    } catch {
      tell(form, form.dataset.unsavedWord || "Not saved. Your words are kept in this browser; we will try again.", "bad");
      form.dataset.timer = setTimeout(() => save(form), IDLE * 10);
    }
  }
  on("input", (event) => {
    const form = near(event, "form[data-autosave]");
    if (!form) return;
    keep(form);
    clearTimeout(form.dataset.timer);
    form.dataset.timer = setTimeout(() => save(form), IDLE);
  });
  on("submit", (event) => {
    if (!event.target.dataset.autosave) return;
    clearTimeout(event.target.dataset.timer);
  });
  function bringBack(form) {
    began.set(form, fieldsOf(form));
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(kept(form))); } catch { /* nothing usable was kept */ }
    if (!draft) return;
    if (draft.began !== began.get(form)) {
      forget(form);
      return;
    }
    const values = new Map();
    JSON.parse(draft.now).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      const had = values.get(field.name) || [];
      if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = had.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = had.includes(option.value); });
      else if (had.length) field.value = had[0];
    });
    save(form);
  }

  // -- Each arrival: the page, and every fragment htmx brings ------------------------------------------
  function arrive(part) {
    const summary = part.querySelector("[data-focus]");
    if (summary) summary.focus();
    part.querySelectorAll("form[data-autosave]").forEach(bringBack);
  }
  on("DOMContentLoaded", () => { showTheme(); arrive(document); });
  on("htmx:load", (event) => { if (event.target !== document.body) arrive(event.target); });
})();
