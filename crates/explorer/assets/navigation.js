// The list of operations: grouped as in the reference, or the results of a search.

import { byId, el, fill } from "./dom.js";
import { summary, t } from "./i18n.js";
import { index, search } from "./search.js";

let services, operations, entries;

/** Reads the catalog. */
export function load(catalog) {
  services = catalog.services;
  operations = [];
  for (const [id, service] of Object.entries(services)) {
    for (const operation of service.operations) {
      Object.assign(operation, { service: id, fields: operation.fields ?? [] });
      operations.push(operation);
    }
  }
  entries = index(operations);
  for (const operation of operations) {
    const same = operations.filter((other) => other.name === operation.name);
    operation.id = same.length > 1 ? `${operation.service}.${operation.name}` : operation.name;
  }
}

/** Finds an operation by its name, with or without the service. */
export function find(name) {
  const wanted = name.toLowerCase();
  return operations.find((operation) => operation.id.toLowerCase() === wanted)
    ?? operations.find((operation) => `${operation.service}.${operation.name}`.toLowerCase() === wanted);
}

/** Returns all operations. */
export const all = () => operations;

/** Returns the catalog of a service. */
export const service = (id) => services[id];

function link(operation) {
  return el("li", {}, el("a", {
    href: `#${operation.id}`, title: summary(operation), "data-operation": operation.id,
  }, el("span", { class: `method ${operation.effect}` }, operation.method), " ", operation.name));
}

function group(title, members) {
  return el("details", { class: "group" }, el("summary", {}, title, " ", el("span", { class: "count" }, members.length)),
    el("ul", {}, members.map(link)));
}

function groups(service) {
  const byGroup = new Map();
  for (const operation of service.operations) {
    if (!byGroup.has(operation.group)) byGroup.set(operation.group, []);
    byGroup.get(operation.group).push(operation);
  }
  return [...byGroup].map(([title, members]) => group(title, members));
}

/** Shows the operations that match the search. */
export function show() {
  const query = byId("search").value.trim();
  const found = query ? search(entries, query) : operations;
  fill(byId("found"), t("found", found.length, operations.length));
  if (query) {
    const results = found.length
      ? el("ul", { class: "results" }, found.slice(0, 100).map((operation) => {
        const item = link(operation);
        item.firstChild.append(el("small", {}, summary(operation)));
        return item;
      }))
      : el("p", {}, t("no_result"));
    fill(byId("list"), results);
  } else {
    fill(byId("list"), Object.values(services).map((service) => [el("h2", {}, service.title), groups(service)]));
  }
  mark(current);
}

let current;

/** Marks the link of the open operation, and opens its group. */
export function mark(operation) {
  current = operation;
  for (const old of byId("list").querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const open = operation && byId("list").querySelector(`[data-operation="${CSS.escape(operation.id)}"]`);
  if (!open) return;
  open.setAttribute("aria-current", "page");
  open.closest("details")?.setAttribute("open", "");
  const [list, at] = [byId("list"), open.getBoundingClientRect()];
  const seen = list.getBoundingClientRect();
  if (at.top < seen.top || at.bottom > seen.bottom) list.scrollTop += at.top - seen.top - seen.height / 3;
}

/** Makes the search and the list usable with the keyboard. */
export function listen() {
  const input = byId("search");
  input.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.querySelector(".sidebar").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target === input) byId("list").querySelector(".results a")?.click();
    if (!step) return;
    const stops = [input, ...byId("list").querySelectorAll("summary, details[open] a, .results a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}
