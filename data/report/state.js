// What is shown is in the address: #VIEW or #ID, then ?FILTERS. So every state can be linked to, and "back" works.

const FILTERS = ["text", "speaker", "outlet", "type", "since", "until"];
const SWITCHES = ["passages", "changed"];
const VIEWS = ["articles", "clusters", "speakers"];
const VIEW_OF = { a_: "articles", q_: "articles", c_: "clusters", s_: "timeline" };

/** The state that an address stands for; one that means nothing is the articles. */
function parse(hash) {
  const [head, query = ""] = hash.replace(/^#/, "").split("?");
  let name = "";
  try {
    name = decodeURIComponent(head);
  } catch {
    // A broken escape names nothing.
  }
  const given = new URLSearchParams(query);
  const state = { view: "articles", target: null };
  for (const key of [...FILTERS, ...SWITCHES]) state[key] = given.get(key) || "";
  const view = VIEW_OF[name.slice(0, 2)];
  if (VIEWS.includes(name)) state.view = name;
  else if (view) Object.assign(state, { view, target: name });
  return state;
}

/** The address of a state. */
function address(state) {
  const query = new URLSearchParams();
  for (const key of [...FILTERS, ...SWITCHES]) if (state[key]) query.set(key, state[key]);
  const text = query.toString();
  return `#${encodeURIComponent(state.target || state.view)}${text ? `?${text}` : ""}`;
}

/** The address of the current state with some of it changed; without `target` in `changes` there is none. */
function link(changes) {
  return address({ ...current, target: null, ...changes });
}

/** The address of a quotation, a cluster or a speaker, with the filters as they are. */
function to(id) {
  return link({ target: id });
}

let current = parse("");

/** A text, or the part of it from `start` on, with the words that are looked for marked; `ranges` are those of all. */
function marked(text, start = 0, ranges = occurrences(text, folded(current.text))) {
  const pieces = [];
  let at = 0;
  for (const [first, last] of ranges) {
    const [from, to] = [Math.max(first - start, at), Math.min(last - start, text.length)];
    if (from >= to) continue;
    if (from > at) pieces.push(text.slice(at, from));
    pieces.push(h("mark", {}, text.slice(from, to)));
    at = to;
  }
  return at < text.length ? [...pieces, text.slice(at)] : pieces;
}

/** Go to a state: a new step in the history, or in the place of the one before. */
function go(changes, { replace = false } = {}) {
  const next = link(changes);
  if (next === location.hash) return;
  const from = location.hash;
  if (replace) location.replace(next);
  else location.hash = next;
  arrive(from); // at once: the browser's own word of it comes later, and the next key may come before that
}
