// The live log of requests: a filter, the request and response of each, and sending it again.

import { control, post } from "../api.js";
import { confirmed } from "../dialog.js";
import { announce, byId, el, fill } from "../dom.js";
import { t } from "../i18n.js";
import { find } from "../navigation.js";
import { pre, requestText } from "../results.js";
import { toHash } from "../request.js";
import { button, card, facts, perform, showProblem, shortTime } from "./parts.js";

const MAX = 500;
let cursor, generation = 0, waiting = [], paused = false, query = "";

/** Returns the card. */
export function element() {
  const filter = el("input", {
    type: "search", id: "log-filter", value: query, placeholder: t("log_hint"), "aria-label": t("log_filter"), spellcheck: false,
    oninput: () => {
      query = filter.value;
      filterAll();
    },
  });
  const pause = el("input", {
    type: "checkbox", checked: paused,
    onchange: () => {
      paused = pause.checked;
      add();
    },
  });
  return card("log", el("div", { class: "bar" }, filter, el("label", { class: "check" }, pause, " ", t("log_pause")),
    button("log-clear", t("log_clear"), clear)), el("p", { id: "log-count", class: "hint" }), el("ol", { class: "log", id: "log" }));
}

/** Forgets the requests, so that the next call of `next` returns the last ones. */
export function restart() {
  cursor = undefined;
  waiting = [];
  generation += 1;
  fill(byId("log"));
}

/** Waits for requests, and shows them. */
export async function next(waitSeconds) {
  const own = generation;
  const page = await control("GET", cursor === undefined ? "requests?limit=200" : `requests?after=${cursor}&wait_seconds=${waitSeconds}`);
  if (own !== generation) return;
  cursor = page.cursor;
  waiting.push(...page.requests);
  add();
}

/** Shows the requests that wait, unless the log is paused. */
function add() {
  if (paused) return;
  const log = byId("log");
  for (const request of waiting.splice(0)) log.prepend(row(request));
  while (log.children.length > MAX) log.lastChild.remove();
  filterAll();
}

async function clear() {
  await perform("DELETE", "requests");
  restart();
}

function row(request) {
  const { number, time, method, operation, path, status, duration_ms: duration, fault } = request;
  const good = status >= 200 && status < 300 && !request.error_code;
  const content = el("div", {});
  const details = el("details", { "data-number": number, ontoggle: () => details.open && !content.firstChild && load(number, content) },
    el("summary", {}, el("time", { dateTime: time, title: time }, shortTime(time).slice(11)), " ",
      el("strong", { class: good ? "good" : "bad" }, status ?? t("log_reset")), " ", el("span", { class: "method" }, method), " ",
      el("span", { class: "target" }, operation ?? path), " ", fault !== null && el("span", { class: "badge" }, t("fault")), " ",
      el("span", { class: "hint" }, `${Math.round(duration)} ms`)), content);
  const item = el("li", {}, details);
  const words = [number, method, operation, path, status, status && `${String(status)[0]}xx`, request.error_code, request.request_id, fault !== null && "fault"];
  item.words = words.filter(Boolean).join(" ").toLowerCase();
  return item;
}

/** Hides the requests without a word of the filter. */
function filterAll() {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...byId("log").children];
  for (const item of rows) item.hidden = !words.every((word) => item.words.includes(word));
  const shown = rows.filter((item) => !item.hidden).length;
  fill(byId("log-count"), rows.length ? t("log_count", shown, rows.length) : t("log_empty"));
}

async function load(number, content) {
  try {
    const request = await control("GET", `requests/${number}`);
    fill(content, detail(request));
  } catch (error) {
    fill(content, el("p", { class: "problem" }, error.message));
  }
}

function detail(request) {
  const query = new URLSearchParams(request.query).toString();
  const sent = { method: request.method, target: query ? `${request.path}?${query}` : request.path, headers: request.request_headers, body: request.request_body };
  const lines = request.response_headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  return [
    facts([[t("request_id"), request.request_id], [t("error"), request.error_code ?? "–"], [t("log_number"), request.number]]),
    actions(request), el("h3", {}, t("request")), pre(requestText(sent), t("request")),
    el("h3", {}, t("response")), lines && pre(lines, t("headers")),
    request.response_body !== null && pre(request.response_body, t("response")),
  ];
}

function actions({ number, operation: name, fields }) {
  const operation = name && find(name);
  if (!operation || !fields) return el("p", { class: "hint" }, t("log_no_resend"));
  return el("div", { class: "bar" }, button(`resend-${number}`, t("log_resend"), () => resend(operation, fields)),
    el("a", { href: toHash({ operation, values: fields }) }, t("log_form")));
}

/** Sends a request again, after a confirmation if it can lose data. Secrets are not part of it. */
async function resend(operation, fields) {
  const asks = operation.effect === "destructive";
  if (asks && !(await confirmed(t("confirm_title", operation.name), t("confirm_destructive"), operation.path, t("send")))) return;
  try {
    const report = await post("send", { operation: `${operation.service}.${operation.name}`, fields, confirmed: asks });
    showProblem(report.error ? report.error.message : "");
    announce(`${t("status")} ${report.status ?? t("error")}`);
  } catch (error) {
    showProblem(error.message);
  }
}
