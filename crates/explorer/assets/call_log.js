// The calls of this page, newest first. They are forgotten when the page is closed.

import { byId, el, fill } from "./dom.js";
import { t } from "./i18n.js";

const MAX = 200;
const calls = [];

/** Adds a call. */
export function add(entry) {
  calls.unshift(entry);
  calls.splice(MAX);
  show();
}

/** Shows the calls. A link opens the call again, without its secrets and files. */
export function show() {
  const rows = calls.map(({ operation, hash, report, time }) => el("tr", {},
    el("td", {}, time.toLocaleTimeString()),
    el("td", {}, el("strong", { class: report.error ? "bad" : "good" }, String(report.status ?? report.error?.kind ?? "–"))),
    el("td", {}, el("code", {}, `${operation.service}.${operation.name}`)),
    el("td", {}, `${Math.round(report.duration_ms)} ms`),
    el("td", {}, report.request_id ?? "–"),
    el("td", {}, el("a", { href: hash }, t("open")))));
  const head = [t("time"), t("status"), t("operation"), "ms", t("request_id"), t("open")];
  fill(byId("view-calls"), el("h2", {}, t("calls")), calls.length ? el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, rows)))
    : el("p", {}, t("calls_empty")));
}
