// One operation: its description, its form, and what becomes of its call.

import { post } from "./api.js";
import { add as addToLog } from "./call_log.js";
import { confirmed } from "./dialog.js";
import { announce, byId, debounced, el, fill } from "./dom.js";
import { formElement, showProblems } from "./form.js";
import { summary, t } from "./i18n.js";
import { body, call, onChange, toHash } from "./request.js";
import { choosePanel, panelsElement, showExplanation, showPreview, showResponse } from "./results.js";

let connection, sequence = 0, shownCount = 0;

/** Sets the facts about the connection, and follows the changes of the call. */
export function start(facts) {
  connection = facts;
  const preview = debounced(120, refresh);
  onChange(() => {
    history.replaceState(null, "", toHash());
    preview();
  });
}

/** Shows the operation of the call. */
export function show() {
  const { operation } = call;
  document.title = `${operation.name} · hwc API Explorer`;
  const effect = el("span", { class: `effect ${operation.effect}` }, t(`effect_${operation.effect}`));
  const head = el("header", { class: "operation" },
    el("p", { class: "crumbs" }, operation.service, " › ", operation.group),
    el("h2", {}, operation.name, " ", effect),
    el("p", { class: "line" }, el("span", { class: `method ${operation.effect}` }, operation.method), " ", el("code", {}, operation.path)),
    el("p", { class: "summary" }, summary(operation)),
    operation.doc && el("p", { lang: "en" }, operation.doc),
    operation.poll && el("p", {}, t("starts_task", operation.poll)),
    notes(operation));
  const left = el("div", { class: "column" }, head, formElement(), actions());
  fill(byId("main"), left, panelsElement(explain));
  shownCount = 0;
  refresh();
}

function notes(operation) {
  const lines = [...(operation.sources ?? []), ...(operation.quirks ?? [])];
  return lines.length > 0 && el("details", { lang: "en" }, el("summary", {}, t("more_sources")),
    el("ul", {}, lines.map((line) => el("li", {}, line))));
}

const FAULTS = ["", "401", "429:1", "500", "502", "503", "delay:1"];

function actions() {
  const send = el("button", { type: "button", class: "primary", id: "send", "aria-keyshortcuts": "Control+Enter", title: "Ctrl+Enter", onclick: sendCall }, t("send"));
  const faults = el("select", { id: "fault" }, FAULTS.map((fault) => el("option", { value: fault }, fault || t("fault_none"))));
  return el("div", { class: "bar actions" }, send,
    connection.sandbox && el("label", {}, t("fault"), " ", faults),
    el("span", { id: "problem-count", class: "problem" }));
}

/** Requests the problems, the request and the samples of the call. */
async function refresh() {
  const own = ++sequence;
  try {
    const report = await post("preview", await body({}, false));
    if (own !== sequence) return;
    const problems = report.violations ?? [];
    showProblems(problems);
    showCount(problems.length);
    showPreview(report);
  } catch (error) {
    if (own === sequence) announce(error.message);
  }
}

function showCount(count) {
  const text = count ? t("problems", count) : "";
  const place = byId("problem-count");
  if (place) fill(place, text);
  if (count !== shownCount) announce(text);
  shownCount = count;
}

/** Sends the call, after a confirmation if its effect needs one. */
export async function sendCall() {
  const { operation } = call;
  const asks = operation.effect === "destructive" || (operation.effect === "write" && !connection.sandbox);
  if (asks && !(await confirmedCall(operation))) return;
  const button = byId("send");
  button.disabled = true;
  announce(t("sending"));
  const hash = toHash();
  try {
    const report = await post("send", await body({ confirmed: asks, fault: byId("fault")?.value || undefined }));
    if (call.operation === operation) showResponse(report, operation);
    addToLog({ operation, hash, report, time: new Date() });
    announce(`${t("status")} ${report.status ?? t("error")}`);
  } catch (error) {
    if (call.operation === operation) showResponse({ error: { kind: t("error"), message: error.message } }, operation);
  } finally {
    button.disabled = false;
  }
}

/** Asks for a confirmation of a call. */
export const confirmedCall = (operation) => confirmed(t("confirm_title", operation.name), t(`confirm_${operation.effect}`),
  `${operation.method} ${operation.path}`, t("send"));

async function explain() {
  const { operation } = call;
  try {
    const report = await post("explain", await body());
    if (call.operation === operation) showExplanation(report);
  } catch (error) {
    showExplanation({ error: { kind: t("error"), message: error.message } });
  }
  choosePanel("explain");
}
