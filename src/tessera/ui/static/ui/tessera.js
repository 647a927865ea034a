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
    // What asks again and again takes no other page for an answer, such as one to sign in.
    if (event.target.matches("[data-polls]") && !event.detail.xhr.responseURL.endsWith(event.detail.pathInfo.finalRequestPath)) event.detail.shouldSwap = false;
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

  // -- Lists that are arranged: Alt and an arrow press the button that moves what one is in ----------
  on("keydown", (event) => {
    const verb = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const item = verb && near(event, "[data-arranges] [role=group]");
    if (!item) return;
    event.preventDefault();
    item.querySelector(`[data-does=${verb}]`).click();
  });

  // -- Autosave: <form data-autosave="address"> with an element [data-saved] for the words -----------
  // data-saved-word, data-unsaved-word on the form carry the sentences in the reader's language.
  const IDLE = 1500;
  const kept = (form) => `draft:${form.dataset.autosave}`;
  const fieldsOf = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "seen"].includes(name)));
  // A draft remembers what the server had when it began. Once the server has moved on, the draft is done, unless
  // the form carries marks of what was seen (`seen`): then the server merges, and tells when both changed a field.
  const began = new WeakMap();
  const keep = (form) => {
    const draft = { ...began.get(form), now: fieldsOf(form), at: Date.now() };
    try { localStorage.setItem(kept(form), JSON.stringify(draft)); } catch { /* no storage */ }
  };
  const forget = (form) => { try { localStorage.removeItem(kept(form)); } catch { /* no storage */ } };
  const tell = (form, words, state, link) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    line.textContent = words;
    line.dataset.state = state;
    if (!link) return;
    const way = Object.assign(document.createElement("a"), { href: link, target: "_blank", textContent: said("signInWord") });
    line.append(" ", way);
  };
  const said = (name) => document.body.dataset[name] || "";
  const note = (form, fields) => began.set(form, { began: fields, seen: form.elements.seen ? form.elements.seen.value : "" });
  // Signing in again, in another tab, gives every form a new token.
  async function isBack() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.value; });
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    return true;
  }
  async function save(form) {
    const sent = fieldsOf(form);
    try {
      if (form.dataset.signedOut && await isBack()) delete form.dataset.signedOut;
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
        headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      });
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
        form.dataset.signedOut = "yes";
        tell(form, said("signedOutWord"), "bad", said("signIn"));
        return;
      }
      if (answer.status === 409 && form.elements.seen) return tell(form, said("conflictWord"), "bad");
      if ([400, 413].includes(answer.status)) return tell(form, said("tooLongWord"), "bad");
      if (!answer.ok) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
      tell(form, `${form.dataset.savedWord || "Saved"} ${time}`, "good");
      // The answer may carry new marks of what is on screen, for the next saving to compare.
      const facts = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
      if (facts.seen && form.elements.seen) form.elements.seen.value = facts.seen;
      if (facts.theirs && facts.theirs.length) tell(form, `${said("theirsWord")} ${facts.theirs.join(", ")}.`, "good");
      note(form, sent);
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
  const OLD = 3 * 24 * 3600 * 1000;
  const byName = (fields) => {
    const values = new Map();
    JSON.parse(fields).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    return values;
  };
  // Back from signing in elsewhere: what could not be saved is saved now.
  addEventListener("focus", () => document.querySelectorAll("form[data-signed-out]").forEach((form) => save(form)));
  function bringBack(form) {
    note(form, fieldsOf(form));
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(kept(form))); } catch { /* nothing usable was kept */ }
    if (!draft) return;
    const merges = Boolean(draft.seen && form.elements.seen && "merges" in form.dataset);
    const there = began.get(form).began;
    if ((draft.began !== there && !merges) || draft.now === there || Date.now() - draft.at > OLD) {
      forget(form);
      return;
    }
    const values = byName(draft.now);
    const before = byName(draft.began);
    if (merges) form.elements.seen.value = draft.seen;
    [...form.elements].forEach((field) => {
      const had = values.get(field.name) || [];
      if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) return;
      if (String(had) === String(before.get(field.name) || [])) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = had.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = had.includes(option.value); });
      else if (had.length) field.value = had[0];
    });
    save(form);
  }

  // -- Each arrival: the page, and every fragment htmx brings ------------------------------------------
  function arrive(part) {
    // What went wrong has the focus; else, on a new page, what came of the step before.
    const told = part.querySelector("[data-focus]") || (part === document && !location.hash && part.querySelector("#messages:has(*)"));
    if (told) told.focus();
    part.querySelectorAll("form[data-autosave]").forEach(bringBack);
  }
  on("DOMContentLoaded", () => { showTheme(); arrive(document); });
  on("htmx:load", (event) => { if (event.target !== document.body) arrive(event.target); });
})();
