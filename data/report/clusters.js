// The same quotation as several outlets print it.

const compared = new LazyList(
  byId("compared"),
  (cluster) =>
    h("article", { id: place(cluster.id), class: "sheet cluster", tabindex: "-1", "aria-labelledby": `t-${cluster.id}` },
      h("h3", { id: `t-${cluster.id}`, dir: "auto" },
        h("span", { class: `chip ${colour(cluster.speaker)}`, "aria-hidden": "true" }, initials(cluster.speaker)), " ",
        cluster.who),
      h("p", { class: "byline" }, reach(cluster))),
  renderCluster,
  (cluster) => 160 + 90 * cluster.wordings.length,
);

/** "12 outlets, 3 independent reports (AP)". */
function reach(cluster) {
  const wires = [...new Set(cluster.reports.map((report) => report.wire).filter(Boolean))];
  const named = wires.length ? ` (${wires.join(", ")})` : "";
  return `${cluster.spread}, ${counted(cluster.reports.length, "independent report")}${named}`;
}

function renderCluster(cluster, element) {
  const fullest = cluster.wordings[0];
  element.append(
    ...(cluster.sides.length ? [credited(cluster.sides)] : []),
    h("div", { class: "wordings" }, cluster.wordings.map((wording) => worded(wording, wording === fullest))),
    h("details", {},
      h("summary", {}, counted(cluster.reports.length, "independent report")),
      h("ol", { class: "reports" },
        cluster.reports.map((report) =>
          h("li", { dir: "auto" }, report.wire ? h("b", {}, `${report.wire}: `) : null,
            report.places.map((place) => `${place.outlet} (${day(place.published)})`).join(", "))))),
  );
}

/** To whom the outlets give it, where they disagree. */
function credited(sides) {
  return h("ul", { class: "sides", "aria-label": "Attributed differently" },
    sides.map((side) =>
      h("li", { dir: "auto" }, h("b", {}, side.who), ": ",
        side.places.map((place) => `${place.outlet} (${day(place.published)})`).join(", "))));
}

/** One wording with the places that print it. */
function worded(wording, fullest) {
  const kinds = fullest ? "fullest wording" : wording.kinds.join(", ") || "the same words";
  return h("section", { class: fullest ? "wording fullest" : "wording" },
    h("h4", { dir: "auto" },
      wording.places.map((place, number) => [
        number ? ", " : null,
        QUOTE_BY_ID.has(place.quote) ? h("a", { href: `#${place.quote}` }, place.outlet) : place.outlet,
        h("span", { class: "quiet" }, ` ${day(place.published)}`),
      ]).flat()),
    h("p", { class: wording.changed ? "kinds changed" : "kinds" }, wording.changed ? spoken("words changed: ") : null, kinds),
    h("blockquote", { dir: "auto" },
      wording.words.map(([role, text]) =>
        role === 0 ? marked(text)
          : role === 1 ? h("del", {}, spoken("left out: "), text, spoken("; "))
            : h("ins", {}, spoken("here: "), text, spoken("; ")))));
}

/** The clusters with a quotation that the filter lets through. */
function renderClusters() {
  const kept = new Set(QUOTES.filter((quote) => quote.cluster !== null && passesFilter(quote)).map((quote) => quote.cluster));
  const clusters = CLUSTERS.filter(
    (cluster, number) =>
      kept.has(number) && (current.changed !== "1" || cluster.wordings.some((wording) => wording.changed)),
  );
  compared.replace(clusters);
  if (!clusters.length) byId("compared").append(nothing("No quotation stands in several articles here."));
}

/** Scroll to a cluster. */
function revealCluster(id) {
  const element = compared.reveal(CLUSTER_BY_ID.get(id));
  if (!element) return;
  const scroll = () => element.scrollIntoView({ block: "start" });
  scroll();
  requestAnimationFrame(scroll);
  element.focus({ preventScroll: true });
}
