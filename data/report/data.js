// The data, and which quotations a filter lets through.

const DATA = JSON.parse(byId("data").textContent);
const SPEAKERS = DATA.speakers;
const ARTICLES = DATA.articles;
const CLUSTERS = DATA.clusters;

const UNKNOWN = "?"; // the speaker filter's value for those without a known speaker
const HUES = 8; // colours of speakers; see palette.toml
const LINES = ["solid", "dashed", "dotted", "double"]; // the line under a quotation, once the colours are used up

/** Put back what the data leave out as it goes without saying; see payload.py. */
function complete(quote) {
  for (const key of ["speaker", "source", "cue", "cluster", "named"]) quote[key] ??= null;
  for (const key of ["title", "affiliation", "pronouns"]) quote[key] ??= "";
  quote.status ??= "resolved";
  quote.text ??= "";
  quote.at ??= {};
  quote.steps ??= [];
}

/** Those who speak, by their numbers: of several who speak jointly each one. */
function speakersOf(quote) {
  if (quote.speaker === null) return [];
  const { members } = SPEAKERS[quote.speaker];
  return members.length ? members : [quote.speaker];
}

/** Whether a speaker says it, alone or jointly; null is whoever is not known. */
function isSaidBy(quote, speaker) {
  return quote.speaker === speaker || speakersOf(quote).includes(speaker);
}

const QUOTES = [];
const QUOTE_BY_ID = new Map();
for (const article of ARTICLES) {
  for (const quote of article.quotes) {
    complete(quote);
    quote.article = article;
    QUOTES.push(quote);
    QUOTE_BY_ID.set(quote.id, quote);
  }
}
const SPEAKER_BY_ID = new Map(SPEAKERS.map((speaker, number) => [speaker.id, number]));
const CLUSTER_BY_ID = new Map(CLUSTERS.map((cluster) => [cluster.id, cluster]));
const ARTICLE_BY_ID = new Map(ARTICLES.map((article) => [article.id, article]));

/** Who is behind a quotation: the name, or the article's words and the status. */
function who(quote) {
  if (quote.speaker !== null) return SPEAKERS[quote.speaker].name;
  return `${quote.source || "unknown"} (${quote.status})`;
}

/** The classes that give a speaker's colour and line. */
function colour(speaker) {
  if (speaker === null || speaker >= HUES * LINES.length) return "other line-dotted";
  return `s${speaker % HUES} line-${LINES[Math.floor(speaker / HUES)]}`;
}

/** Two letters for a speaker: those that tell the name from others as a rule. */
function initials(speaker) {
  if (speaker === null) return "?";
  const words = SPEAKERS[speaker].name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => [...word][0].toUpperCase()).join("") || "•";
}

/** 97% for 0.9712. */
function percent(chance) {
  return `${Math.round(100 * chance)}%`;
}

/** A text in the form in which words are looked for: no case, no accents, one kind of quotation mark. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’‚‛]/g, "'").replace(/[“”„«»]/g, '"')
    .replace(/[–—]/g, "-").replace(/\s+/g, " ").trim().toLowerCase();
}

/**
 * Where `words`, which are folded, occur in a text: pairs of offsets. Accents, case, kinds of marks and amounts of white
 * space do not matter.
 */
function occurrences(text, words) {
  if (!words) return [];
  let plain = "";
  const places = []; // for each character of `plain` its offset in the text
  let at = 0;
  for (const character of text) {
    const piece = /\s/.test(character) ? (plain.endsWith(" ") ? "" : " ") : folded(character);
    plain += piece;
    for (let i = 0; i < piece.length; i++) places.push(at);
    at += character.length;
  }
  places.push(at);
  const found = [];
  for (let i = plain.indexOf(words); i >= 0; i = plain.indexOf(words, i + words.length)) {
    found.push([places[i], places[i + words.length]]);
  }
  return found;
}

function searched(quote) {
  quote.searched ??= folded([quote.text, who(quote), quote.article.title, quote.article.outlet].join("\n"));
  return quote.searched;
}

/** The test that `filters` make of a quotation. */
function test(filters) {
  const words = folded(filters.text || "");
  const types = { quotes: ["direct", "mixed"] }[filters.type] || (filters.type ? [filters.type] : null);
  const speaker = filters.speaker === UNKNOWN ? null : SPEAKER_BY_ID.get(filters.speaker) ?? -1;
  return (quote) =>
    (!types || types.includes(quote.type)) &&
    (!filters.speaker || isSaidBy(quote, speaker)) &&
    (!filters.outlet || quote.article.outlet === filters.outlet) &&
    (!filters.since || (quote.article.published || "") >= filters.since) &&
    (!filters.until || (quote.article.published || "~").slice(0, 10) <= filters.until) &&
    (!words || searched(quote).includes(words));
}

/** Numbers of items by `key(item)`, the largest first. */
function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
}
