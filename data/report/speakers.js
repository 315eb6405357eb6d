// Speakers by outlets: a table whose cells are shaded by their numbers.

const ROWS = 30; // speakers that are shown at once
const COLUMNS = 14; // outlets that get a column of their own

/** The shade of a number: darker by the logarithm, as a few speakers have nearly all quotations. */
function heat(number, most) {
  return number ? `heat${Math.min(4, 1 + Math.floor((4 * Math.log(number)) / Math.log(most + 1)))}` : "heat0";
}

function renderSpeakers(all = false) {
  const quotes = QUOTES.filter((quote) => quote.speaker !== null && passesFilter(quote));
  if (!quotes.length) {
    byId("chart").replaceChildren(nothing("No known speaker is quoted here."));
    return;
  }
  const said = quotes.flatMap((quote) => speakersOf(quote).map((speaker) => ({ speaker, outlet: quote.article.outlet })));
  const people = tally(said, (one) => one.speaker);
  const listed = all ? people : people.slice(0, ROWS);
  const outlets = tally(quotes, (quote) => quote.article.outlet).map(([outlet]) => outlet);
  const columns = outlets.slice(0, COLUMNS);
  const rest = outlets.length > columns.length;
  const cells = new Map(people.map(([speaker]) => [speaker, new Map()]));
  for (const { speaker, outlet } of said) {
    const place = columns.includes(outlet) ? outlet : "";
    const row = cells.get(speaker);
    row.set(place, (row.get(place) || 0) + 1);
  }
  const most = Math.max(...[...cells.values()].flatMap((row) => [...row.values()]));
  const cell = (speaker, outlet) => {
    const number = cells.get(speaker).get(outlet) || 0;
    const target = link({ view: "articles", speaker: SPEAKERS[speaker].id, outlet });
    return h("td", { class: heat(number, most) },
      number && outlet ? h("a", { href: target, "aria-label": `${number}: ${SPEAKERS[speaker].name} in ${outlet}` }, String(number))
        : number ? String(number) : spoken("0"));
  };
  byId("chart").replaceChildren(
    h("p", { class: "legend" }, "Quotations of each speaker by outlet. A name leads to the speaker’s timeline, a number to the articles."),
    h("div", { class: "sheet scroll", role: "region", tabindex: "0", "aria-label": "Speakers by outlets" },
      h("table", { "aria-label": "Quotations of each speaker by outlet" },
        h("thead", {},
          h("tr", {}, h("th", { scope: "col" }, "Speaker"), h("th", { scope: "col", class: "total" }, "All"),
            columns.map((outlet) => h("th", { scope: "col", dir: "auto" }, outlet)),
            rest ? h("th", { scope: "col" }, `${outlets.length - columns.length} others`) : null)),
        h("tbody", {},
          listed.map(([speaker, number]) =>
            h("tr", {},
              h("th", { scope: "row", dir: "auto" }, h("a", { href: to(`s_${SPEAKERS[speaker].id}`) }, SPEAKERS[speaker].name)),
              h("td", { class: "total" }, number.toLocaleString("en")),
              columns.map((outlet) => cell(speaker, outlet)),
              rest ? cell(speaker, "") : null))))),
    ...(listed.length < people.length
      ? [h("p", { class: "more" }, h("button", { type: "button", onclick: () => renderSpeakers(true) }, `Show all ${counted(people.length, "speaker")}`))]
      : []),
  );
}
