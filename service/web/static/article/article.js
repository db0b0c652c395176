// Checks the comment while it is typed, and shows what the service says of it.
//
// What the reader wrote is only ever set as text, never as markup. Without this script the form is
// sent as it is and the server shows the same.
"use strict";

(() => {
  const PAUSE = 400; // milliseconds without a key before the comment is checked
  const PATIENCE = 8000; // milliseconds after which an answer is no longer waited for
  const byId = (id) => document.getElementById(id);
  const form = byId("form");
  const comment = byId("comment");
  const name = byId("name");
  const verdict = byId("verdict");
  const article = byId("article");
  const below = {
    id: article.dataset.id,
    title: byId("headline").textContent,
    text: [...article.querySelectorAll("[data-text]")].map((each) => each.textContent).join("\n\n"),
    author: article.dataset.author,
    section: article.dataset.section,
    site: article.dataset.site,
  };

  // Blanks, controls and invisible signs are nothing to see; the server looks more closely.
  const isBlank = (value) => !/[^\s\p{Z}\p{Cc}\p{Cf}]/u.test(value);

  function element(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  // Setting the same words again would have them read out again.
  function say(id, words) {
    const place = byId(id);
    if (place.textContent !== words) place.textContent = words;
    place.hidden = words === "" && id !== "words";
  }

  // ---- What to mark: service/web/marks.py chooses the same.

  function stretches(answer) {
    if (answer.action === "publish") return [];
    const told = [...answer.reasons, answer.nudge ?? {}];
    const found = told.flatMap((reason) => {
      const own = reason.spans ?? [];
      if (own.length > 0) return own;
      return (answer.spans ?? []).filter((span) => span.attribute === reason.attribute);
    });
    const joined = [];
    for (const { begin, end } of found.sort((one, other) => one.begin - other.begin)) {
      const last = joined.at(-1);
      if (last && begin <= last.end) last.end = Math.max(last.end, end);
      else joined.push({ begin, end });
    }
    return joined;
  }

  // The service counts code points, a string here counts UTF-16 units.
  function pieces(text, marks) {
    const points = Array.from(text);
    const made = [];
    let at = 0;
    for (const { begin, end } of marks) {
      made.push(document.createTextNode(points.slice(at, begin).join("")));
      made.push(element("mark", points.slice(begin, end).join("")));
      at = end;
    }
    made.push(document.createTextNode(points.slice(at).join("")));
    return made;
  }

  function label(attribute) {
    const words = attribute.replaceAll("_", " ").toLowerCase();
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  function scoreLine([attribute, score]) {
    const line = document.createElement("li");
    const meter = document.createElement("meter");
    meter.min = 0;
    meter.max = 1;
    meter.value = score;
    meter.setAttribute("aria-hidden", "true");
    const number = element("span", score.toFixed(2));
    number.className = "number";
    line.append(element("span", label(attribute)), meter, number);
    return line;
  }

  function quotationLines(text, stretches) {
    const points = Array.from(text);
    return stretches.map(({ begin, end }) => {
      const words = element("q", points.slice(begin, end).join(""));
      words.dir = "auto";
      const line = document.createElement("li");
      line.append(words);
      return line;
    });
  }

  // ---- What is shown.

  function showNothing(words) {
    delete verdict.dataset.action;
    say("words", words);
    say("nudge", "");
    byId("details").hidden = true;
  }

  function show(text, answer) {
    const marks = stretches(answer);
    verdict.dataset.action = answer.action;
    say("words", verdict.dataset[answer.action]);
    say("nudge", answer.nudge?.message ?? "");
    byId("marked").hidden = marks.length === 0;
    byId("reading").replaceChildren(...pieces(text, marks));
    byId("why").hidden = answer.reasons.length === 0;
    byId("reasons").replaceChildren(
      ...answer.reasons.map((reason) => element("li", reason.for_author || reason.sentence)),
    );
    const quotations = quotationLines(text, answer.context.quotations);
    byId("quoted").hidden = quotations.length === 0;
    byId("quotations").replaceChildren(...quotations);
    byId("scores").replaceChildren(...Object.entries(answer.scores).map(scoreLine));
    byId("details").hidden = false;
  }

  function showFaults(problem) {
    const fault = (problem.errors ?? []).find((each) => each.field === "text");
    showNothing(fault ? fault.message : verdict.dataset.unchecked);
  }

  // ---- Asking: one request at a time, and no answer to a text that has changed meanwhile.

  let timer = 0;
  let asking = false;

  const written = () => JSON.stringify([comment.value, name.value]);

  async function ask(text, author) {
    const response = await fetch(form.dataset.endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, author: { name: author }, article: below, explain: true, preview: true }),
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { ok: response.ok, answer: await response.json() };
  }

  async function check() {
    if (asking) return; // whoever is asking looks again afterwards
    const [text, author, asked] = [comment.value, name.value, written()];
    const nameless = "nameRequired" in form.dataset && isBlank(author);
    if (isBlank(text) || nameless) {
      showNothing(verdict.dataset.waiting);
      return;
    }
    asking = true;
    let heard = null;
    try {
      heard = await ask(text, author);
    } catch {
      heard = { ok: false, answer: {} };
    }
    asking = false;
    if (asked !== written()) {
      later();
    } else if (heard.ok) {
      show(text, heard.answer);
    } else {
      showFaults(heard.answer);
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  // ---- The fields.

  function blame(field, words) {
    const place = byId(`${field.id}-error`);
    place.textContent = words;
    place.hidden = words === "";
    if (words === "") field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }

  form.addEventListener("submit", (event) => {
    const blank = [comment, name].filter((field) => isBlank(field.value));
    if (blank.length === 0) return;
    event.preventDefault();
    for (const field of [comment, name]) {
      blame(field, blank.includes(field) ? byId(`${field.id}-error`).dataset.blank : "");
    }
    blank[0].focus();
  });

  for (const field of [comment, name]) {
    field.addEventListener("input", () => {
      if (!isBlank(field.value)) blame(field, "");
      byId("verdict-heading").textContent = byId("verdict-heading").dataset.live;
      later();
    });
  }

  byId("comment-hint").textContent = byId("comment-hint").dataset.live;
  if (verdict.hidden) {
    verdict.hidden = false;
    byId("verdict-heading").textContent = byId("verdict-heading").dataset.live;
    showNothing(verdict.dataset.waiting);
    if (!isBlank(comment.value)) later();
  }
})();
