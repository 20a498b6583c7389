// Elements without HTML from texts: every text is a text node.

/** Creates an element. A property that starts with `on` is a listener, `class`, `for`, `data-*`, `aria-*` and `role` are attributes. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && !["list", "form", "role"].includes(name)) element[name] = value;
    else element.setAttribute(name === "className" ? "class" : name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** Appends elements and texts. Absent ones are skipped. */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** Replaces the content of an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

/** Replaces the content of an element. Elements with a `data-key` stay open, focused and filled in. */
export function refill(element, ...children) {
  const keyed = (root) => [...root.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]);
  const old = new Map(keyed(element));
  const focused = element.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : undefined;
  fill(element, ...children);
  for (const [key, one] of keyed(element)) {
    const before = old.get(key);
    if (before?.open) one.open = true;
    if (before?.value) one.value = before.value;
    if (key === focused) (one.querySelector("summary") ?? one).focus({ preventScroll: true });
  }
}

/** Returns the element with this ID. */
export const byId = (id) => document.getElementById(id);

let counter = 0;

/** Returns an ID that is not in use. */
export const newId = (prefix) => `${prefix}-${++counter}`;

/** Says a text to screen readers. */
export function announce(text) {
  fill(byId("announcer"), text);
}

/** Calls a function once the last call is `delay` milliseconds ago. */
export function debounced(delay, action) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}

/** Makes a list of tabs usable with the arrow keys. `select` gets the ID of a tab. */
export function tabKeys(list, select) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    const at = tabs.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step ? tabs[(at + step + tabs.length) % tabs.length]
      : { Home: tabs[0], End: tabs[tabs.length - 1] }[event.key];
    if (!next || at < 0) return;
    event.preventDefault();
    select(next.id);
    next.focus();
  });
}

/** Marks a tab as selected. */
export function markTab(list, id) {
  for (const tab of list.querySelectorAll('[role="tab"]')) {
    const selected = tab.id === id;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
  }
}

/** Saves bytes as a file. */
export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
