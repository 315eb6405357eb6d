// Building the page. Texts from articles are only ever set as text, never as markup.

/** Where SVG elements come from. */
const SVG = "http://www.w3.org/2000/svg";

/**
 * A new element: h("p", { class: "counts", onclick: f }, "text", child). Attributes that are null or false are left
 * out, functions become listeners, and children that are null are skipped.
 */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

/**
 * The element's id for a quotation, an article or a cluster. It is not what stands in the address, or the browser would
 * jump there and move the focus by itself.
 */
function place(id) {
  return `at-${id}`;
}

/** Words that only a screen reader says. */
function spoken(text) {
  return h("span", { class: "spoken" }, text);
}

/** A link that leaves the page, for http and https alone; the plain text otherwise. */
function away(url, text) {
  if (!url || !/^https?:\/\//i.test(url)) return document.createTextNode(text);
  return h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text);
}

/** "1 article", "1,200 articles". */
function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** "9 Feb 2025" for "2025-02-09"; other texts as they are. */
function day(date) {
  const [, year, month, number] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date || "") || [];
  const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return year ? `${Number(number)} ${names[month - 1] || month} ${year}` : date || "no date";
}

/** A date as an element that machines read too. */
function time(date) {
  return date ? h("time", { datetime: date }, day(date)) : "no date";
}

/**
 * A list whose items get their bodies when they come near the window, so that a thousand articles open at once.
 * `render(item, element)` fills an element that `shell(item)` made; `height(item)` guesses how many pixels it takes.
 */
class LazyList {
  constructor(container, shell, render, height) {
    Object.assign(this, { container, shell, render, height, waiting: new Map(), elements: new Map() });
    this.watch = new IntersectionObserver(
      (seen) => seen.filter((entry) => entry.isIntersecting).forEach((entry) => this.show(entry.target)),
      { rootMargin: "900px 0px" },
    );
  }

  /** Show `items` in the place of those before. */
  replace(items) {
    this.watch.disconnect();
    this.waiting.clear();
    this.elements.clear();
    this.container.replaceChildren(
      ...items.map((item) => {
        const element = this.shell(item);
        element.style.minHeight = `${Math.round(this.height(item))}px`;
        this.waiting.set(element, item);
        this.elements.set(item, element);
        return element;
      }),
    );
    for (const element of this.waiting.keys()) this.watch.observe(element);
  }

  show(element) {
    const item = this.waiting.get(element);
    if (item === undefined) return;
    this.waiting.delete(element);
    this.watch.unobserve(element);
    this.render(item, element);
    element.style.minHeight = "";
  }

  /** The element of `item` with its body and its neighbours', or undefined if the list does not hold it. */
  reveal(item) {
    const element = this.elements.get(item);
    for (const near of [element?.previousElementSibling, element, element?.nextElementSibling]) if (near) this.show(near);
    return element;
  }

  /** The bodies of the first `most` items, for the printer; how many are left. */
  showAll(most) {
    const waiting = [...this.waiting.keys()].slice(0, most);
    waiting.forEach((element) => this.show(element));
    return this.waiting.size;
  }
}
