/* The page's own behaviour: links marked data-panel open beside the chat, buttons marked data-ask ask.
   Links marked data-jump scroll, and the tools below an answer copy it, download it and send feedback. Everything shown comes as HTML built and escaped by the server; nothing here builds HTML from text. */
"use strict";
(() => {
  const MAX_SHOWN = 2000; // characters of a question; a longer one is refused
  let opener = null; // what was clicked to open the panel: focus goes back there

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const panel = () => document.getElementById("panel") ?? makePanel();

  function makePanel() {
    const close = element("button", { type: "button", className: "close", textContent: "Close" });
    close.addEventListener("click", closePanel);
    const alone = element("a", { className: "alone", target: "_blank", textContent: "Open in a new tab" });
    const made = element("aside", { id: "panel" });
    made.append(element("div", { className: "bar" }, alone, close));
    made.append(element("div", { className: "content", tabIndex: 0 }));
    made.setAttribute("aria-label", "Beside the chat");
    document.body.append(made);
    return made;
  }

  async function mainOf(address) {
    try {
      const response = await fetch(address);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return page.querySelector("main");
    } catch {
      return null; // the server is gone, say
    }
  }

  async function openPanel(link) {
    const main = await mainOf(link.href);
    const content = panel().querySelector(".content");
    content.replaceChildren(...(main ? main.childNodes : ["This could not be opened. Please try again."]));
    gatherHead(content.querySelector("article"));
    panel().querySelector(".alone").href = link.href;
    if (!panel().contains(link)) opener = link;
    markCurrent(link);
    document.documentElement.classList.add("reading");
    keepInSight(link);
    content.focus({ preventScroll: true });
    const cited = content.querySelector("#cited");
    if (cited) cited.scrollIntoView({ block: "center" });
    else content.scrollTop = 0;
  }

  /* The title stays in view while the article is scrolled, and its date and link with it. */
  function gatherHead(article) {
    article?.prepend(element("header", {}, ...article.querySelectorAll(":scope > h2, :scope > .about")));
  }

  const isNarrow = () => matchMedia("(max-width: 60rem)").matches;
  const behavior = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  /* On a phone the drawer would cover what was tapped: that goes to right above it. */
  function keepInSight(link) {
    if (!isNarrow() || panel().contains(link)) return;
    // The drawer may still be on its way up, so only its height is known.
    const below = link.getBoundingClientRect().bottom + 12 - (innerHeight - panel().offsetHeight);
    if (below > 0) scrollBy({ top: below, behavior: behavior() });
  }

  function markCurrent(link) {
    document.querySelectorAll("[aria-current]").forEach((old) => old.removeAttribute("aria-current"));
    link?.setAttribute("aria-current", "true");
  }

  function closePanel() {
    document.documentElement.classList.remove("reading");
    markCurrent(null);
    opener?.focus({ preventScroll: true });
  }

  function type(text) {
    const box = document.querySelector("#question textarea, #question input");
    // The framework listens for typing, so the text has to arrive the way typing does.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return box;
  }

  function ask(question) {
    const box = type(question);
    if (matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true }); // elsewhere a keyboard would pop up
    setTimeout(() => document.querySelector("#question .submit-button").click());
    if (isNarrow()) closePanel();
  }

  /* Each picture of the chat that the server sends undoes what was done to the turns here. What somebody did with an
     answer is therefore kept by what the answer is, and shown again: what was pressed, said and half typed. */
  const states = new Map();
  let focused = null; // the browser forgets it when a form goes

  function stateOf(tools) {
    const record = tools.querySelector(".record").textContent;
    const name = tools.closest(".turn").id + record; // the record tells the turns of two conversations apart
    if (!states.has(name)) states.set(name, { record: JSON.parse(record), vote: "", saved: "" });
    return states.get(name);
  }

  const linkTo = (question) => `${location.origin}${location.pathname}?q=${encodeURIComponent(question)}`;

  function showStates() {
    document.querySelectorAll(".turn .tools").forEach((tools) => showState(tools, stateOf(tools)));
  }

  function showState(tools, { vote, form, message }) {
    tools.querySelectorAll("[data-vote]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.vote === vote));
    const parts = [form, message].filter(Boolean);
    const shown = [...tools.querySelectorAll(":scope > form, :scope > [role=status]")];
    shown.filter((part) => !parts.includes(part)).forEach((part) => part.remove());
    tools.append(...parts.filter((part) => part.parentElement !== tools));
    if (parts.some((part) => part.contains(focused))) focused.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", (event) => {
    focused = event.target;
  });
  document.addEventListener("pointerdown", () => {
    focused = null; // what is pressed gets the focus, if it can have it
  });

  function tell(state, text) {
    state.message = element("span", { role: "status", tabIndex: -1, textContent: text });
    showStates();
  }

  async function copy(state, text, thanks) {
    tell(state, (await isCopied(text)) ? thanks : "This could not be copied.");
  }

  async function isCopied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return isCopiedAsSelection(text); // over plain http there is no clipboard; elsewhere it may be forbidden
    }
  }

  function isCopiedAsSelection(text) {
    const before = document.activeElement;
    const box = element("textarea", { className: "unseen", readOnly: true, value: text });
    document.body.append(box);
    box.select();
    const isDone = document.execCommand("copy");
    box.remove();
    before?.focus({ preventScroll: true });
    return isDone;
  }

  function download(tools) {
    const text = new Blob([tools.querySelector(".markdown").textContent], { type: "text/markdown" });
    const link = element("a", { href: URL.createObjectURL(text), download: "answer.md" });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function vote(tools, button) {
    const state = stateOf(tools);
    Object.assign(state, { vote: button.dataset.vote, message: null });
    if (state.vote === "down") state.form ??= makeForm(state, tools.closest(".turn").querySelector(".warning"));
    else state.form = null;
    showStates();
    if (state.form) state.form.querySelector("select").focus();
    else send(state, {});
  }

  /* Only what can be wrong with this answer. */
  function reasonsFor(record, warning) {
    const isAbsent = record.status === "not_in_sources";
    const fits = { "should answer": isAbsent, "should not answer": !isAbsent, "false warning": warning };
    return Object.entries(REASONS).filter(([value]) => !(value in fits) || fits[value]);
  }

  function makeForm(state, warning) {
    const choices = [["", "Why? (optional)"], ...reasonsFor(state.record, warning)];
    const options = choices.map(([value, text]) => element("option", { value, textContent: text }));
    const reason = element("select", { ariaLabel: "What is wrong with it" }, ...options);
    const comment = element("input", { placeholder: "Comment (optional)", maxLength: 2000, ariaLabel: "Comment" });
    const form = element("form", {}, reason, comment, element("button", { textContent: "Send" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      state.vote = "down";
      send(state, { reason: reason.value, comment: comment.value });
    });
    return form;
  }

  async function send(state, said) {
    const { vote, form } = state;
    const isSaved = await post("feedback", { ...state.record, ...said, vote });
    const hadFocus = form?.contains(document.activeElement);
    if (isSaved) state.saved = vote;
    else state.vote = state.saved; // what was typed stays, to be sent again
    if (isSaved && state.form === form) state.form = null;
    tell(state, isSaved ? "Thank you. Kept on this machine." : "This could not be saved.");
    if (isSaved && hadFocus) state.message.focus(); // the button that had it is gone
  }

  async function post(address, value) {
    const headers = { "Content-Type": "application/json" };
    try {
      return (await fetch(address, { method: "POST", headers, body: JSON.stringify(value) })).ok;
    } catch {
      return false; // the server is gone, say
    }
  }

  function useTool(button) {
    const tools = button.closest(".tools");
    const state = stateOf(tools);
    if ("copy" in button.dataset) copy(state, tools.querySelector(".markdown").textContent, "Copied, with its sources.");
    else if ("link" in button.dataset) copy(state, linkTo(state.record.standalone_question), "The link is copied.");
    else if ("download" in button.dataset) download(tools);
    else vote(tools, button);
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // the browser's own ways to open
    const link = event.target.closest?.("a[data-panel]");
    const suggestion = event.target.closest?.("[data-ask]");
    const jump = event.target.closest?.("a[data-jump]");
    const tool = event.target.closest?.("[data-copy], [data-link], [data-download], [data-vote]");
    if (link) {
      event.preventDefault();
      openPanel(link);
    } else if (suggestion) {
      event.preventDefault();
      ask(suggestion.dataset.ask);
    } else if (tool) {
      useTool(tool);
    } else if (jump) {
      event.preventDefault(); // the address of the page stays what it is
      document.querySelector(jump.hash).scrollIntoView({ block: "nearest" });
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const tip = shownTip();
    if (tip) tip.classList.add("hushed");
    else if (document.documentElement.classList.contains("reading")) closePanel();
  });

  const shownTip = () =>
    [...document.querySelectorAll(".tip:hover, .cite:hover + .tip, .cite:focus-visible + .tip")].find(
      (tip) => getComputedStyle(tip).visibility === "visible",
    );

  for (const arrival of ["pointerover", "focusin"]) {
    document.addEventListener(arrival, ({ target }) => {
      if (target.matches?.(".cite")) placeTip(target, target.nextElementSibling);
    });
  }

  /* Above the sentence if there is room, since the next one is read next; with a way to it for the pointer. */
  function placeTip(cite, tip) {
    const sentence = cite.closest(".statement").getBoundingClientRect();
    const number = cite.getBoundingClientRect();
    const room = sentence.top - document.getElementById("header").getBoundingClientRect().bottom;
    tip.classList.remove("hushed");
    tip.classList.toggle("above", room > tip.offsetHeight + 12);
    const left = Math.min(number.left - sentence.left, sentence.width - tip.offsetWidth);
    tip.style.left = `${Math.max(left, 0)}px`;
    tip.style.setProperty("--way", `${number.top - sentence.top}px`);
  }

  addEventListener("resize", () => {
    document.querySelectorAll(".tip").forEach((tip) => tip.style.removeProperty("left")); // it could be out of the window
  });

  /* Gradio needs a second or more to draw its box. Until then there is one that looks like it: what is typed there,
     or comes with the link (/?q=...), is kept and goes on to the real one. */
  let early = null;
  let isSent = false;

  function makeEarly() {
    const box = element("textarea", { rows: 1, placeholder: "Ask the articles…", ariaLabel: "Question" });
    const send = element("button", { textContent: "Ask" });
    early = element("form", { id: "early" }, element("div", { className: "frame" }, box, send));
    early.addEventListener("submit", (event) => {
      event.preventDefault();
      sendEarly();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      sendEarly();
    });
    document.body.append(early);
    box.focus();
    const linked = new URLSearchParams(location.search).get("q") ?? "";
    box.value = history.state?.question || linked;
    if (box.value && box.value === linked) sendEarly();
  }

  function sendEarly() {
    isSent = true;
    const text = "Your question is sent as soon as the page is up.";
    if (!early.querySelector("[role=status]")) early.append(element("p", { role: "status", textContent: text }));
  }

  function handOver() {
    const { value, selectionStart, selectionEnd } = early.querySelector("textarea");
    early.remove();
    if (isSent) return ask(value);
    const box = value ? type(value) : document.querySelector("#question textarea");
    box.focus();
    box.setSelectionRange(selectionStart, selectionEnd);
  }

  /* A question is in the chat the moment it is sent, however long the server takes to say something; the server's
     own picture of the chat replaces it. */
  window.crosscheckSent = (question) => {
    document.documentElement.classList.add("asking");
    if (!question.trim()) return;
    keepQuestion(question.slice(0, MAX_SHOWN));
    watchServer(question);
    const heading = element("h2", { className: "question", dir: "auto", textContent: question.slice(0, MAX_SHOWN) });
    const state = element("p", { className: "pending", textContent: "Asking…" });
    const turn = element("section", { className: "turn sending" }, heading, state);
    document.querySelector("#transcript .turns")?.append(turn);
  };

  window.crosscheckDone = () => {
    document.documentElement.classList.remove("asking");
    watched = null;
    keepQuestion("");
    document.querySelectorAll(".turn.sending").forEach((turn) => turn.remove()); // it was refused
  };

  /* Gradio waits for ever for an answer whose server is gone, and loads the page anew once there is one again: until
     it is answered, a question is kept with the page's place in the history of the tab. */
  const LOOK_AGAIN = 2000; // milliseconds
  const MISSES = 4; // in a row, each a connection refused: a server that is only slow makes none
  let watched = null; // the question that is waited for

  const keepQuestion = (question) => history.replaceState({ ...history.state, question }, "");

  async function watchServer(question) {
    const mine = (watched = { question });
    for (let misses = 0; misses < MISSES; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
      if (watched !== mine) return;
      misses = (await isThere()) ? 0 : misses + 1;
    }
    if (watched === mine) sayLost(question);
  }

  async function isThere() {
    try {
      await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      return true; // whatever it says
    } catch {
      return false;
    }
  }

  function sayLost(question) {
    document.documentElement.classList.remove("asking");
    const text = "The server does not answer; your question was not lost: send it again when it is back.";
    const line = element("p", { className: "lost", textContent: text });
    const turn = [...document.querySelectorAll("#transcript .turn")].at(-1);
    const pending = turn.querySelector(".pending");
    if (pending) pending.replaceWith(line);
    else turn.append(line); // some of the answer is there already
    if (!document.querySelector("#question textarea").value) type(question);
  }

  /* A new question goes to the top of the window, with room for its answer below: what is being read never moves. */
  let turns = 0;
  new MutationObserver(() => {
    showStates();
    if (!early && document.body) makeEarly();
    if (early?.isConnected && document.querySelector("#question .submit-button")) handOver();
    const all = document.querySelectorAll(".turn");
    if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start", behavior: behavior() });
    turns = all.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
