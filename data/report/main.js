// From the address to what is shown, and from the controls to the address.

const PRINTED = 300; // articles or clusters that go to the printer
const TYPING = 250; // milliseconds after the last key before words are looked for
const THEMES = ["auto", "light", "dark"];

const scrolled = new Map(); // address → how far it was scrolled
let rendered = ""; // the view with its filters that is on the page
let arrived = null; // the address that is shown
let lastScroll = 0;

/** A line that says that a filter leaves nothing. */
function nothing(text = "No quotation meets the filter.") {
  return h("p", { class: "nothing" }, text);
}

/** "45 quotations and 46 reported claims". */
function summed(quotes) {
  const claims = quotes.filter((quote) => quote.type === "indirect").length;
  const parts = [counted(quotes.length - claims, "quotation"), counted(claims, "reported claim")];
  return parts.slice(quotes.length > claims ? 0 : 1, claims ? 2 : 1).join(" and ") || parts[0];
}

/** Whether the target of a state is hidden by its filters. */
function hidden(state) {
  const passes = test(state);
  const id = state.target || "";
  if (id.startsWith("q_")) return QUOTE_BY_ID.has(id) && !passes(QUOTE_BY_ID.get(id));
  if (id.startsWith("a_")) return ARTICLE_BY_ID.has(id) && !ARTICLE_BY_ID.get(id).quotes.some(passes);
  if (id.startsWith("c_")) return CLUSTER_BY_ID.has(id) && !compared.elements.has(CLUSTER_BY_ID.get(id));
  return false;
}

/** Show what the address stands for. */
function apply() {
  arrived = location.hash;
  document.documentElement.dataset.at = arrived; // for whoever waits for it
  const before = address(current);
  current = parse(location.hash);
  const named = current.view === "articles" && hidden(current);
  if (named) for (const key of FILTERS) current[key] = ""; // a link to a quotation always leads to it
  passesFilter = test(current);
  const state = JSON.stringify([current.view, ...FILTERS.concat(SWITCHES).map((key) => current[key])]);
  const target = current.view === "timeline" ? current.target
    : current.view === "articles" ? alone(current)?.id || "" : "";
  const fresh = rendered !== state + target;
  rendered = state + target;
  if (fresh) renderView();
  if (current.view === "clusters" && hidden(current)) {
    for (const key of [...FILTERS, "changed"]) current[key] = "";
    passesFilter = test(current);
    renderView();
    rendered = "";
  }
  const missing = current.target && current.view !== "timeline" &&
    ![QUOTE_BY_ID, ARTICLE_BY_ID, CLUSTER_BY_ID].some((known) => known.has(current.target));
  if (missing) byId("result").textContent = `${current.target} is not in this report`;
  if (current.view === "articles" && current.target) {
    if (!fresh && alone(current)?.id === current.target) { // only its details were closed
      pinned = null;
      show(null);
    } else if (pinned?.id !== current.target) reveal(current.target);
  } else if (current.view === "clusters" && current.target) revealCluster(current.target);
  else if (fresh) scrollTo(0, scrolled.get(address(current)) || 0);
  else if (current.view === "articles" && before !== address(current) && pinned) {
    pinned = null;
    show(null);
  }
}

/** Show what the address stands for, if that is not shown yet; `from` is the address before. */
function arrive(from) {
  if (location.hash === arrived) return;
  scrolled.set(from, lastScroll);
  apply();
}

function renderView() {
  for (const view of [...VIEWS, "timeline"]) byId(`view-${view}`).hidden = view !== current.view;
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.href = link({ view: tab.dataset.view });
    const here = tab.dataset.view === current.view || (current.view === "timeline" && tab.dataset.view === "speakers");
    if (here) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const key of FILTERS) {
    const field = byId("form").elements[key];
    if (field !== document.activeElement || !field.matches("[type=search]")) field.value = current[key];
  }
  byId("passages").checked = current.passages === "1";
  byId("changed").checked = current.changed === "1";
  const active = FILTERS.filter((key) => current[key]).length;
  byId("active").textContent = active ? `(${active})` : "";
  const quotes = QUOTES.filter(passesFilter);
  const articles = new Set(quotes.map((quote) => quote.article)).size;
  byId("result").textContent = `${summed(quotes)} in ${counted(articles, "article")}`;
  if (current.view === "articles") renderArticles();
  else if (current.view === "clusters") renderClusters();
  else if (current.view === "speakers") renderSpeakers();
  else renderTimeline(current.target.slice(2));
}

function option(value, text) {
  return h("option", { value }, text);
}

function fillForm() {
  const form = byId("form");
  const unknown = QUOTES.filter((quote) => quote.speaker === null).length;
  form.elements.speaker.append(
    option("", "All speakers"),
    ...SPEAKERS.map((speaker) => option(speaker.id, `${speaker.name} (${speaker.number})`)),
    ...(unknown ? [option(UNKNOWN, `No known speaker (${unknown})`)] : []),
  );
  form.elements.outlet.append(
    option("", "All outlets"),
    ...tally(QUOTES, (quote) => quote.article.outlet).map(([outlet, number]) => option(outlet, `${outlet} (${number})`)),
  );
}

function listenToForm() {
  const form = byId("form");
  const filter = (replace) => {
    const changes = Object.fromEntries(FILTERS.map((key) => [key, form.elements[key].value.trim()]));
    const view = current.view === "timeline" ? { view: "timeline", target: current.target } : {};
    go({ ...changes, ...view }, { replace });
  };
  let timer = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.target.type === "search") timer = setTimeout(() => filter(true), TYPING);
  });
  form.addEventListener("change", (event) => {
    clearTimeout(timer);
    filter(event.target.type === "search");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter(true);
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // what it would bring back is what the browser remembered, and only after this
    clearTimeout(timer);
    for (const key of FILTERS) form.elements[key].value = "";
    filter(false);
  });
  for (const key of SWITCHES) {
    byId(key).addEventListener("change", (event) => go({ [key]: event.target.checked ? "1" : "" }));
  }
}

/** The theme that was chosen last on this machine; browsers may refuse to remember it. */
function listenToTheme() {
  const button = byId("theme");
  const set = (theme) => {
    button.textContent = `Theme: ${theme}`;
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  let theme = "auto";
  try {
    theme = localStorage.getItem("claimkit-theme") || theme;
  } catch {
    // Not remembered.
  }
  set(THEMES.includes(theme) ? theme : "auto");
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    set(theme);
    try {
      localStorage.setItem("claimkit-theme", theme);
    } catch {
      // Not remembered.
    }
  });
}

function listenToPrinter() {
  addEventListener("beforeprint", () => {
    const list = { articles: feed, clusters: compared }[current.view];
    const left = list ? list.showAll(PRINTED) : 0;
    byId("print-note")?.remove();
    if (left) {
      byId("main").append(h("p", { id: "print-note" }, `${left.toLocaleString("en")} more are not printed; use a filter.`));
    }
  });
}

function start() {
  history.scrollRestoration = "manual";
  byId("app").hidden = false;
  byId("filters").open = matchMedia("(min-width: 44rem)").matches;
  fillForm();
  listenToForm();
  listenToTheme();
  listenToPrinter();
  listenToArticles();
  addEventListener("hashchange", (event) => arrive(new URL(event.oldURL).hash));
  addEventListener("scroll", () => (lastScroll = scrollY), { passive: true });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address is not to change
    byId("main").focus();
  });
  apply();
}

start();
