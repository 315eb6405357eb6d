// One speaker's quotations in time: a chart, and the list that says the same in words.

const PAGE = 100; // quotations that the list shows at once
const HEIGHT = 150;
const MOST_DAYS = 92; // days in a row that get a bar each; then months, then years
const MOST_MONTHS = 72;

/** The buckets between two dates, in order, each with the beginning that its dates have: 2025-02-09, 2025-02, 2025. */
function buckets(first, last) {
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  const size = days <= MOST_DAYS ? 10 : days <= MOST_MONTHS * 31 ? 7 : 4;
  const found = [];
  const at = new Date(`${first.slice(0, 10)}T00:00:00Z`);
  while (found.length < 400) {
    const name = at.toISOString().slice(0, size);
    if (name > last.slice(0, size)) break;
    if (found[found.length - 1] !== name) found.push(name);
    if (size === 10) at.setUTCDate(at.getUTCDate() + 1);
    else if (size === 7) at.setUTCMonth(at.getUTCMonth() + 1, 1);
    else at.setUTCFullYear(at.getUTCFullYear() + 1, 0, 1);
  }
  return found;
}

/** Bars of quotations by day, month or year, each parted by type. */
function bars(quotes, width) {
  const dated = quotes.filter((quote) => /^\d{4}-\d\d-\d\d/.test(quote.article.published || ""));
  if (!dated.length) return null;
  const dates = dated.map((quote) => quote.article.published).sort();
  const names = buckets(dates[0], dates[dates.length - 1]);
  const counts = new Map(names.map((name) => [name, { direct: 0, mixed: 0, indirect: 0, all: 0 }]));
  for (const quote of dated) {
    const count = counts.get(quote.article.published.slice(0, names[0].length));
    if (!count) continue;
    count[quote.type] += 1;
    count.all += 1;
  }
  const most = Math.max(...[...counts.values()].map((count) => count.all));
  const step = (width - 40) / names.length;
  const thick = Math.min(step * 0.8, 28);
  const label = (name) => (name.length === 10 ? day(name) : name);
  const every = Math.ceil(names.length / Math.max(1, Math.floor(width / 110)));
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${HEIGHT + 24}`, class: "bars", role: "img",
    "aria-label": `${counted(dated.length, "quotation")} from ${label(names[0])} to ${label(names[names.length - 1])}, ` +
      `${most} at most on one ${{ 10: "day", 7: "month", 4: "year" }[names[0].length]}; the list below has them all`,
  });
  picture.append(
    svg("line", { x1: 30, x2: width - 6, y1: HEIGHT, y2: HEIGHT, class: "axis" }),
    svg("text", { x: 24, y: 16, "text-anchor": "end" }, String(most)),
    svg("text", { x: 24, y: HEIGHT, "text-anchor": "end" }, "0"),
  );
  names.forEach((name, number) => {
    const middle = 32 + step * (number + 0.5);
    let top = HEIGHT;
    for (const type of ["direct", "mixed", "indirect"]) {
      const tall = (counts.get(name)[type] / most) * (HEIGHT - 12);
      if (!tall) continue;
      top -= tall;
      picture.append(svg("rect", { x: middle - thick / 2, y: top, width: thick, height: tall, class: `bar-${type}` },
        svg("title", {}, `${label(name)}: ${counts.get(name)[type]} ${type}`)));
    }
    if (number % every === 0) {
      picture.append(svg("text", { x: middle, y: HEIGHT + 17, "text-anchor": middle < 42 ? "start" : "middle" }, label(name)));
    }
  });
  return picture;
}

/** The page of one speaker. */
function renderTimeline(id) {
  const section = byId("view-timeline");
  const number = SPEAKER_BY_ID.get(id);
  const back = h("p", {}, h("a", { href: link({ view: "speakers" }) }, "← All speakers"));
  if (number === undefined) {
    section.replaceChildren(back, h("h2", { id: "timeline-title" }, "No such speaker in this report"));
    return;
  }
  const speaker = SPEAKERS[number];
  const quotes = QUOTES.filter((quote) => isSaidBy(quote, number) && passesFilter(quote));
  const own = quotes.filter((quote) => quote.speaker === number && quote.affiliation);
  const affiliations = tally(own, (quote) => quote.affiliation).slice(0, 3).map(([affiliation]) => affiliation);
  const outlets = tally(quotes.filter((quote) => quote.article.named), (quote) => quote.article.outlet);
  const list = h("div", { class: "by-day" });
  section.replaceChildren(
    back,
    h("h2", { id: "timeline-title", dir: "auto", tabindex: "-1" },
      h("span", { class: `chip ${colour(number)}`, "aria-hidden": "true" }, initials(number)), " ", speaker.name),
    h("p", { class: "quiet", dir: "auto" },
      [...affiliations, summed(quotes), outlets.length ? counted(outlets.length, "outlet") : "outlets unknown"]
        .filter(Boolean).join(" · "),
      speaker.wikidata ? [" · ", away(`https://www.wikidata.org/wiki/${speaker.wikidata}`, "Wikidata")] : null),
  );
  const chart = bars(quotes, Math.max(300, Math.min(section.clientWidth - 48 || 300, 1000)));
  if (chart) {
    section.append(h("figure", { class: "sheet" }, chart, h("figcaption", { class: "key-types" },
      ["direct", "mixed", "indirect"].map((type) => h("span", {}, h("i", { class: `swatch bar-${type}` }), type)))));
  }
  section.append(list);
  more(list, quotes, 0); // as the articles come: the newest first
}

/** The next quotations of the list, under their dates. */
function more(list, order, start) {
  list.querySelector(".more")?.remove();
  for (const quote of order.slice(start, start + PAGE)) {
    const date = quote.article.published || "";
    let group = list.lastElementChild;
    if (!group || group.dataset.date !== date) {
      group = h("section", { class: "sheet", "data-date": date }, h("h3", {}, time(date)), h("ul", {}));
      list.append(group);
    }
    group.lastElementChild.append(
      h("li", {},
        h("blockquote", { dir: "auto", class: quote.type }, quote.text),
        h("p", { class: "quiet", dir: "auto" },
          h("a", { href: `#${quote.id}` }, quote.article.outlet), ` · ${quote.cue ? `“${quote.cue.text}” · ` : ""}`,
          `${quote.type} · ${percent(quote.confidence)}`,
          quote.cluster !== null
            ? [" · ", h("a", { href: to(CLUSTERS[quote.cluster].id) }, `in ${CLUSTERS[quote.cluster].spread}`)]
            : null)));
  }
  const left = order.length - start - PAGE;
  if (left > 0) {
    list.append(h("p", { class: "more" },
      h("button", { type: "button", onclick: () => more(list, order, start + PAGE) }, `Show more (${left.toLocaleString("en")} left)`)));
  }
  if (!order.length) list.append(nothing());
}
