// The panel that tells all about one quotation.

const TYPES = {
  direct: "direct quotation: the speaker’s words, in quotation marks",
  mixed: "mixed: some of the speaker’s words, in quotation marks",
  indirect: "indirect: the article’s words for what was said",
};
const POLARITY = {
  negated: "not said: the article denies it",
  withheld: "withheld: would not say",
  neither: "neither confirmed nor denied",
};
const MODALITY = {
  possible: "may have been said",
  future: "still to be said",
  conditional: "would be said",
  necessary: "should be said",
};

/** A term and what it is, for a description list; null where there is nothing. */
function row(term, ...found) {
  const rest = found.flat().filter((part) => part !== null && part !== undefined && part !== "");
  return rest.length ? [h("dt", {}, term), h("dd", { dir: "auto" }, ...rest)] : [];
}

/** What the cue says of the quotation besides its words. */
function meaning(cue) {
  return [cue.class || "of no known class", POLARITY[cue.polarity], MODALITY[cue.modality], cue.hearsay ? "hearsay" : ""]
    .filter(Boolean).join(" · ");
}

/** Other outlets that print the quotation, each a link where the report has its article. */
function elsewhere(quote) {
  const cluster = CLUSTERS[quote.cluster];
  if (!cluster) return [];
  const others = new Map();
  for (const place of cluster.wordings.flatMap((wording) => wording.places)) {
    const printer = place.named ? place.outlet : place.quote;
    if (place.quote !== quote.id && !others.has(printer)) others.set(printer, place);
  }
  const listed = [...others.values()].map((place) => [
    QUOTE_BY_ID.has(place.quote) ? h("a", { href: `#${place.quote}` }, place.outlet) : place.outlet,
    ` (${day(place.published)})`,
  ]);
  return listed.flatMap((one, number) => (number ? [", ", ...one] : one));
}

/** The quotation as one would paste it: its words, who said it, and where that is to be read. */
function citation(quote) {
  const { title, outlet, named, published, url, path } = quote.article;
  const place = [title && `“${title}”`, named ? outlet : path, published && day(published)].filter(Boolean).join(", ");
  return [quote.text, `${who(quote)}, in: ${place}`, url, quote.id].filter(Boolean).join("\n");
}

/** Put a text on the clipboard, and say so on the button. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // browsers allow it to some pages only; this they allow to all
    const field = h("textarea", { class: "spoken", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.textContent = "Copied";
}

/** The panel's content. `close` is called by its button. */
function detailed(quote, close) {
  const speaker = quote.speaker === null ? null : SPEAKERS[quote.speaker];
  const cluster = CLUSTERS[quote.cluster];
  const why = DATA.sentences[quote.why];
  const named = quote.named === null ? "" : ` · name ${percent(quote.named)}`;
  return [
    h("button", { type: "button", class: "close plain", "aria-label": "Close the details", onclick: close }, "✕"),
    h("h3", { id: "details-title", tabindex: "-1", dir: "auto" },
      h("span", { class: `chip ${colour(quote.speaker)}`, "aria-hidden": "true" }, initials(quote.speaker)), " ",
      speaker ? h("a", { href: to(`s_${speaker.id}`) }, speaker.name) : who(quote)),
    quote.title || quote.affiliation || quote.pronouns
      ? h("p", { class: "quiet", dir: "auto" }, [quote.title, quote.affiliation, quote.pronouns].filter(Boolean).join(" · "))
      : null,
    h("blockquote", { dir: "auto", class: quote.type }, marked(quote.text)),
    h("dl", {},
      row("Type", TYPES[quote.type]),
      row("Jointly", speaker && speaker.members.flatMap((member, number) =>
        [number ? ", " : "", h("a", { href: to(`s_${SPEAKERS[member].id}`) }, SPEAKERS[member].name)])),
      row("Source", quote.source && `“${quote.source}”`),
      row("Cue", quote.cue && [`“${quote.cue.text}”`, h("span", { class: "quiet" }, ` ${meaning(quote.cue)}`)]),
      row("Confidence", `${percent(quote.confidence)}${named}`),
      row("Also in", elsewhere(quote)),
      row("Differently", cluster && cluster.sides.length
        ? [`attributed to ${cluster.sides.map((side) => side.who).join(", ")}: see side by side`] : null)),
    h("h4", {}, "How the speaker was found"),
    quote.steps.length
      ? h("ol", { class: "steps", dir: "auto" },
        quote.steps.map((step) => h("li", {}, `“${step.text}” `, h("span", { class: "quiet" }, DATA.sentences[step.reason]))))
      : null,
    h("p", { class: "why", dir: "auto" }, `${why[0].toUpperCase()}${why.slice(1)}.`),
    h("p", { class: "links" },
      h("button", { type: "button", class: "plain", onclick: (event) => copy(citation(quote), event.target) }, "Copy"),
      h("a", { href: `#${quote.id}` }, "Link to this"),
      cluster ? h("a", { href: to(cluster.id) }, "Side by side") : null,
      speaker && speaker.wikidata ? away(`https://www.wikidata.org/wiki/${speaker.wikidata}`, "Wikidata") : null),
    h("p", { class: "quiet command" }, `claimkit explain ${quote.id}`),
  ];
}

/** What the panel holds while no quotation is chosen. */
function keyToMarks() {
  return [
    h("h3", { id: "details-title", tabindex: "-1" }, "What the marks mean"),
    h("ul", { class: "key" },
      h("li", {}, h("span", { class: "q direct s0 line-solid" }, "the speaker’s own words"), " (direct or mixed)"),
      h("li", {}, h("span", { class: "q indirect s0 line-solid" }, "reported in the article’s words"), " (indirect)"),
      h("li", {}, "Colour and kind of line tell speakers apart; grey dots: no known name")),
    h("p", {}, "Point at a quotation, tap it, or press Tab and the arrow keys, to see its source, its cue and how the " +
      "speaker was found."),
    ...(leftArticles().length > MANY && !alone(current) ? [] : [mostQuoted(QUOTES.filter(passesFilter))].flat()),
  ];
}
