// The articles with their quotations marked.

const LAYERS = 4; // quotations around one segment that are drawn; deeper ones are in the data alone
const HOVER = 90; // milliseconds before a quotation that is pointed at is shown
const MANY = 20; // articles from which one is chosen from a list, and shown alone
const ROWED = 300; // articles that the list shows at once
const TOP = 8; // speakers that are named as the most quoted
const LONG = 150; // paragraphs from which the browser need not lay out what is out of sight

const wide = matchMedia("(min-width: 60rem)");
const shownQuotes = new Map(); // quotation → its button and the elements of the article's segments
let passesFilter = () => true;
let pointing = 0; // the timer of HOVER
let pinned = null; // the quotation whose details stay
let shown = null; // the quotation whose details are shown

const feed = new LazyList(
  byId("feed"),
  (article) =>
    h("article", { id: place(article.id), class: "sheet", "aria-labelledby": `t-${article.id}` },
      h("h3", { id: `t-${article.id}`, dir: "auto" }, marked(article.title || "Without a title")),
      h("p", { class: "byline", dir: "auto" },
        h("b", {}, article.outlet), " · ", time(article.published),
        article.url ? [" · ", away(article.url, "original")] : null,
        h("span", { class: "path" }, article.path))),
  renderArticle,
  (article) => 130 + article.paragraphs.reduce((sum, segments) => sum + 44 + segments.join("").length * 0.37, 0),
);

/** The quotations of an article that the filter lets through. */
function visibleQuotes(article) {
  return article.quotes.filter(passesFilter);
}

function renderArticle(article, element) {
  const quotes = visibleQuotes(article);
  const segments = article.paragraphs.flat();
  const covers = segments.map(() => []);
  const pointed = new Set(); // segments that details may mark
  const ends = new Map(); // segment → quotations that end with it
  for (const quote of quotes) {
    const { content = [], cue = [], source = [] } = quote.at;
    for (const [first, last] of content) for (let i = first; i <= last; i++) covers[i].push(quote);
    for (const [first, last] of [...cue, ...source, ...quote.steps.map((step) => step.at).filter(Boolean)]) {
      for (let i = first; i <= last; i++) pointed.add(i);
    }
    if (content.length) {
      const last = content[content.length - 1][1];
      ends.set(last, [...(ends.get(last) || []), quote]);
    }
  }
  const order = new Map(quotes.map((quote, index) => [quote, index]));
  const elements = []; // by segment
  const length = (quote) => quote.at.content.reduce((sum, [first, last]) => sum + last - first, 0);
  const passages = current.passages === "1";
  const words = folded(current.text);
  const body = h("div", {
    class: article.paragraphs.length > LONG ? "text long" : "text", role: "group",
    "aria-label": `Text with ${counted(quotes.length, "quotation")}; the arrow keys move between them`,
  });
  let number = 0;
  let gap = false;
  for (const paragraph of article.paragraphs) {
    const line = h("p", { dir: "auto" });
    const ranges = occurrences(paragraph.join(""), words);
    let offset = 0; // in the paragraph
    let used = false;
    let waiting = []; // buttons that stand behind the closing marks
    for (let text of paragraph) {
      const around = [...covers[number]].sort((a, b) => length(b) - length(a)).slice(-LAYERS);
      if (waiting.length) {
        const closing = around.length ? "" : /^[,.;:!?…]{0,3}[”’"'»)]*/.exec(text)[0];
        line.append(closing, behind(waiting));
        text = text.slice(closing.length);
        offset += closing.length;
        waiting = [];
      }
      const pieces = marked(text, offset, ranges);
      offset += text.length;
      let piece = pieces.length > 1 || pieces[0] instanceof Element ? h("span", {}, pieces) : document.createTextNode(text);
      if (around.length) {
        used = true;
        [...around].reverse().forEach((quote, depth) => {
          const level = around.length - 1 - depth;
          piece = h("span", { class: `q ${quote.type} ${colour(quote.speaker)} level${level}`, "data-quote": quote.id }, piece);
        });
      }
      elements[number] = piece;
      line.append(piece);
      waiting = (ends.get(number) || []).map((quote) => button(quote, order.get(quote)));
      used ||= pointed.has(number);
      number += 1;
    }
    if (waiting.length) line.append(behind(waiting));
    if (passages && !used) {
      gap = true;
      continue;
    }
    if (gap) body.append(h("p", { class: "gap", "aria-label": "Some paragraphs left out" }, "…"));
    gap = false;
    body.append(line);
  }
  for (const quote of quotes) shownQuotes.set(quote, { elements, body });
  const first = body.querySelector(".ref");
  if (first) first.tabIndex = 0;
  element.append(legend(quotes), body, listing(quotes));
  if (pinned && pinned.article === article) mark(pinned, true);
}

/** The button behind a quotation: what the keyboard and screen readers reach. */
function button(quote, number) {
  return h("button", {
    type: "button", class: `ref ${colour(quote.speaker)}`, id: place(quote.id), tabindex: "-1", "data-quote": quote.id,
    "aria-label": `Quotation ${number + 1}: ${who(quote)}. Show details`, "aria-controls": "details",
  }, initials(quote.speaker));
}

/** Buttons that no line break parts from the words before them: a word joiner does that. */
function behind(buttons) {
  return h("span", { class: "refs" }, "\u2060", buttons);
}

/** Who is quoted in the article, in the colours of the text. */
function legend(quotes) {
  const found = tally(quotes, (quote) => quote.speaker);
  return h("ul", { class: "speakers", "aria-label": "Speakers in this article" },
    found.map(([speaker, number]) =>
      h("li", {},
        h("span", { class: `chip ${colour(speaker)}`, "aria-hidden": "true" }, initials(speaker)), " ",
        h("a", { href: link({ view: "articles", speaker: speaker === null ? UNKNOWN : SPEAKERS[speaker].id }), dir: "auto" },
          speaker === null ? "no known speaker" : SPEAKERS[speaker].name),
        h("span", { class: "quiet" }, ` ${number}`))));
}

/** The quotations as a list: for the printer, where nothing can be pointed at. */
function listing(quotes) {
  return h("ol", { class: "listing" },
    quotes.map((quote) =>
      h("li", { dir: "auto" }, h("b", {}, who(quote)), ` ${quote.cue ? `(${quote.cue.text}) ` : ""}${quote.text} `,
        h("span", { class: "quiet" }, `${quote.type}, ${percent(quote.confidence)}`))));
}

/** Mark what the details speak of in the article's text, or take the marks off. */
function mark(quote, on) {
  const { elements, body } = shownQuotes.get(quote) || {};
  if (!elements) return;
  const set = (ranges, name) => {
    for (const [first, last] of ranges || []) {
      for (let i = first; i <= last; i++) {
        if (elements[i]?.nodeType === Node.TEXT_NODE) { // an element of its own only once it is needed
          const text = elements[i];
          elements[i] = h("span", {});
          text.replaceWith(elements[i]);
          elements[i].append(text);
        }
        elements[i]?.classList.toggle(name, on);
      }
    }
  };
  set(quote.at.content, "chosen");
  set(quote.at.cue, "is-cue");
  set(quote.at.source, "is-source");
  set(quote.steps.map((step) => step.at).filter(Boolean), "is-step");
  body.querySelectorAll(`.ref[data-quote="${quote.id}"]`).forEach((ref) => {
    if (on) ref.setAttribute("aria-current", "true");
    else ref.removeAttribute("aria-current");
  });
}

/** Show the details of a quotation; null for none. */
function show(quote) {
  if (shown === quote && quote) return;
  if (shown) mark(shown, false);
  shown = quote;
  const panel = byId("details");
  panel.replaceChildren(...(quote ? detailed(quote, () => close(true)) : keyToMarks()).filter(Boolean));
  panel.classList.toggle("open", Boolean(quote));
  requestAnimationFrame(() => (panel.scrollTop = 0)); // not now: it would lay out the page
  if (quote) mark(quote, true);
}

/** Let the details of `quote` stay, and name it in the address. */
function pin(quote) {
  clearTimeout(pointing); // what the pointer met on its way is not to come after this
  pinned = quote;
  show(quote);
  if (current.view === "articles") go({ target: quote ? quote.id : alone(current)?.id || null }, { replace: true });
}

function close(focus) {
  if (focus && shown) byId(place(shown.id))?.focus(); // first, as focus shows details
  pin(null);
}

/** The articles that the filter leaves. */
function leftArticles() {
  return ARTICLES.filter((article) => article.quotes.some(passesFilter));
}

/** The article that is shown alone, as there are many and the address names one. */
function alone(state) {
  const article = QUOTE_BY_ID.get(state.target)?.article || ARTICLE_BY_ID.get(state.target);
  return article && leftArticles().length > MANY ? article : null;
}

/** A few articles in full; of many a list to choose from, or the one that was chosen. */
function renderArticles() {
  shownQuotes.clear();
  shown = null;
  pinned = null;
  const articles = leftArticles();
  const one = alone(current);
  const listed = articles.length > MANY && !one;
  feed.replace(one ? [one] : listed ? [] : articles);
  if (one) byId("feed").prepend(neighbours(articles, one));
  if (listed) byId("feed").append(...contents(articles));
  if (!articles.length) byId("feed").append(nothing());
  show(null);
}

/** The ways from an article to the others. */
function neighbours(articles, one) {
  const at = articles.indexOf(one);
  const way = (article, text) => (article ? h("a", { href: to(article.id), title: article.title || article.outlet }, text) : null);
  return h("nav", { class: "neighbours", "aria-label": "Articles" },
    h("a", { href: link({ view: "articles" }) }, `All ${counted(articles.length, "article")}`),
    way(articles[at - 1], "← Previous"), way(articles[at + 1], "Next →"),
    h("span", { class: "quiet" }, `${(at + 1).toLocaleString("en")} of ${articles.length.toLocaleString("en")}`));
}

/** Articles to choose from, the newest first, after those who are quoted most in them. */
function contents(articles, all = false) {
  const rows = all ? articles : articles.slice(0, ROWED);
  const more = h("button", { type: "button", onclick: () => byId("feed").replaceChildren(...contents(articles, true)) },
    `Show all ${counted(articles.length, "article")}`);
  return [
    h("div", { class: "sheet" }, mostQuoted(articles.flatMap(visibleQuotes))),
    h("ol", { class: "sheet contents" }, rows.map((article) => {
      const quotes = visibleQuotes(article);
      const people = tally(quotes.flatMap(speakersOf), (speaker) => speaker).slice(0, 3);
      return h("li", {},
        h("a", { href: to(article.id), dir: "auto" }, marked(article.title || "Without a title")),
        h("span", { class: "quiet", dir: "auto" },
          h("b", {}, marked(article.named ? article.outlet : article.path)), " · ", time(article.published),
          ` · ${summed(quotes)}`,
          people.length ? ` · ${people.map(([speaker]) => SPEAKERS[speaker].name).join(", ")}` : null));
    })),
    ...(rows.length < articles.length ? [h("p", { class: "more" }, more)] : []),
  ];
}

/** Who is quoted most, each a filter. */
function mostQuoted(quotes) {
  const people = tally(quotes.flatMap(speakersOf), (speaker) => speaker).slice(0, TOP);
  if (!people.length) return h("p", {}, "No known speaker is quoted here.");
  return [
    h("h3", {}, "Most quoted"),
    h("ul", { class: "speakers most" }, people.map(([speaker, number]) =>
      h("li", {},
        h("span", { class: `chip ${colour(speaker)}`, "aria-hidden": "true" }, initials(speaker)), " ",
        h("a", { href: link({ view: "articles", speaker: SPEAKERS[speaker].id }), dir: "auto" }, SPEAKERS[speaker].name),
        h("span", { class: "quiet" }, ` ${number.toLocaleString("en")}`)))),
  ];
}

/** Scroll to an article or to a quotation, and show its details. */
function reveal(id) {
  const quote = QUOTE_BY_ID.get(id);
  const article = quote ? quote.article : ARTICLE_BY_ID.get(id);
  const element = feed.reveal(article);
  if (!element) return;
  if (quote) {
    pinned = quote;
    show(quote);
  }
  const goal = (quote && byId(place(id))) || element;
  const scroll = () => goal.scrollIntoView({ block: quote ? "center" : "start" });
  scroll();
  requestAnimationFrame(scroll); // what came near meanwhile may have moved it
  if (quote) focusRef(goal);
}

function focusRef(ref) {
  const body = ref.closest(".text");
  body?.querySelectorAll('.ref[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
  ref.tabIndex = 0;
  ref.focus({ preventScroll: true });
}

function listenToArticles() {
  const container = byId("feed");
  const quoteAt = (target) => QUOTE_BY_ID.get(target.closest("[data-quote]")?.dataset.quote);
  container.addEventListener("pointerover", (event) => {
    clearTimeout(pointing);
    if (event.pointerType !== "mouse" || !wide.matches) return;
    const quote = quoteAt(event.target) || pinned;
    pointing = setTimeout(() => show(quote), HOVER);
  });
  container.addEventListener("click", (event) => {
    const quote = quoteAt(event.target);
    if (!quote || getSelection().toString()) return;
    pin(quote);
    // A key made this click: the details are what the user wants to read next.
    if (event.detail === 0) byId("details-title").focus();
  });
  container.addEventListener("focusin", (event) => {
    const quote = event.target.matches(".ref") && quoteAt(event.target);
    if (quote && (wide.matches || shown)) show(quote);
  });
  container.addEventListener("keydown", (event) => {
    if (!event.target.matches(".ref")) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = [...event.target.closest(".text").querySelectorAll(".ref")];
    const next = { Home: all[0], End: all[all.length - 1] }[event.key] || (step && all[all.indexOf(event.target) + step]);
    if (!next) return;
    event.preventDefault();
    focusRef(next);
    next.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) close(byId("details").contains(document.activeElement));
  });
}
