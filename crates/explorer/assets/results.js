// The panels beside the form: request, response with its trace, sample code, and explanation.

import { bytes } from "./api.js";
import { byId, el, fill, markTab, save, tabKeys } from "./dom.js";
import { t } from "./i18n.js";
import { samplesElement, showSamples } from "./samples.js";

const PANELS = ["samples", "request", "response", "explain"];
let tabs, chosen = "samples";

/** Returns the panels. `explain` requests an explanation. */
export function panelsElement(explain) {
  tabs = el("div", { role: "tablist", class: "tabs", "aria-label": t("response") }, PANELS.map((name) => el("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => choosePanel(name),
  }, t(name))));
  tabKeys(tabs, (id) => choosePanel(id.replace("tab-", "")));
  const contents = {
    samples: samplesElement(),
    request: el("div", { id: "request" }),
    response: el("div", { id: "response" }, el("p", {}, t("not_sent"))),
    explain: el("div", {}, el("div", { class: "bar" }, el("button", { type: "button", id: "explain", onclick: explain }, t("explain_run")),
      el("span", { class: "hint" }, t("explain_hint"))), el("div", { id: "explanation" })),
  };
  const panels = PANELS.map((name) => el("div", {
    role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, class: "panel",
  }, contents[name]));
  const element = el("section", { class: "column results", "aria-label": t("response") }, tabs, panels);
  select(element, chosen);
  return element;
}

function select(element, name) {
  markTab(tabs, `tab-${name}`);
  for (const panel of element.querySelectorAll(":scope > .panel")) panel.hidden = panel.id !== `panel-${name}`;
}

/** Shows a panel. */
export function choosePanel(name) {
  chosen = name;
  select(tabs.parentElement, name);
}

/** Shows JSON or text. A pre can be scrolled with the keyboard. */
export function pre(value, label) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("pre", { tabIndex: 0, role: "region", "aria-label": label }, text);
}

const table = (head, rows) => el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": head[0] }, el("table", {},
  el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))),
  el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))));

/** Returns a request as text. */
export function requestText(request) {
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`);
  const host = request.host ? [`host: ${request.host}`] : [];
  const body = request.body === null || request.body === undefined ? []
    : ["", typeof request.body === "string" ? request.body : JSON.stringify(request.body, null, 2)];
  return [`${request.method} ${request.target}`, ...host, ...headers, ...body].join("\n");
}

/** Shows the request and the samples of the call. */
export function showPreview(report) {
  fill(byId("request"), report.request ? pre(requestText(report.request), t("request"))
    : el("p", { class: "problem" }, report.unencodable ?? report.violations?.map(({ path, problem }) => `${path} ${problem}`).join("; ")));
  if (report.samples) showSamples(report.samples);
}

/** Shows the report of a call. */
export function showResponse(report, operation) {
  const { error } = report;
  const facts = [
    [t("status"), report.status ?? "–"], [t("time"), `${Math.round(report.duration_ms ?? 0)} ms`],
    [t("attempts", report.attempts ?? 0), ""], [t("request_id"), report.request_id ?? "–"],
  ];
  fill(byId("response"),
    el("dl", { class: "facts" }, facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value))))),
    error && errorElement(error),
    report.deviations?.length > 0 && [el("h3", {}, t("deviations")),
      el("ul", {}, report.deviations.map(({ kind, path, note }) => el("li", {}, el("code", {}, path), ` ${kind}: ${note}`)))],
    report.file && fileElement(report.file, operation),
    report.body !== null && report.body !== undefined && [el("h3", {}, t("body")), pre(report.body, t("body"))],
    report.headers && details(t("headers"), report.headers.map(([name, value]) => `${name}: ${value}`).join("\n")),
    report.trace?.length > 0 && [el("h3", {}, t("trace")), el("ol", { class: "trace" }, report.trace.map(attempt))]);
  choosePanel("response");
  tabs.scrollIntoView({ block: "nearest" });
}

const details = (title, text) => el("details", {}, el("summary", {}, title), pre(text, title));

function errorElement(error) {
  const { service } = error;
  return el("div", { class: "error" }, el("strong", {}, error.kind), " ", error.message,
    service?.advice && el("p", {}, `${t("advice")}: ${service.advice}`),
    error.violations?.length > 0 && el("ul", {}, error.violations.map(({ path, problem }) => el("li", {}, el("code", {}, path), ` ${problem}`))));
}

function fileElement(file, operation) {
  const name = `${operation.name}.bin`;
  return el("p", {}, t("file_saved", file.size), " ", file.content !== null
    && el("button", { type: "button", onclick: () => save(name, new Blob([bytes(file.content)])) }, t("save_file")));
}

/** Returns an attempt of the trace. */
function attempt(exchange, at) {
  const { outcome } = exchange;
  const result = outcome?.status ?? outcome?.error ?? "–";
  const good = outcome?.status >= 200 && outcome?.status < 300;
  const headers = outcome?.headers?.map(([name, value]) => `${name}: ${value}`).join("\n");
  return el("li", {}, el("details", {}, el("summary", {}, el("strong", { class: good ? "good" : "bad" }, String(result)), " ",
    t("attempt", at + 1), ` · ${exchange.operation ?? ""} · +${exchange.start_ms} ms · ${Math.round(exchange.duration_ms)} ms`),
  pre(requestText(exchange.request), t("request")), headers && pre(headers, t("headers"))),
  el("p", { class: "hint" }, `${t("reason")}: ${exchange.reason}`));
}

/** Shows an explanation. */
export function showExplanation(report) {
  const { authentication: auth } = report;
  const mark = (check) => (check.passes === undefined ? "·" : check.passes ? "✓" : "✗");
  fill(byId("explanation"), report.error && errorElement(report.error),
    report.fields?.length > 0 && [el("h3", {}, t("group_fields")), table([t("field"), t("value"), t("place"), t("reason")],
      report.fields.map((field) => [el("code", {}, field.name), el("code", {}, JSON.stringify(field.value)), field.place, field.why]))],
    auth && [el("h3", {}, `${t("authentication")}: ${auth.algorithm ?? auth.kind}`), el("p", {}, auth.note)],
    auth?.canonical_request && [
      el("p", {}, t("signed_headers"), ": ", el("code", {}, auth.signed_headers.join(";"))),
      el("h4", {}, t("canonical")), pre(auth.canonical_request, t("canonical")),
      el("h4", {}, t("string_to_sign")), pre(auth.string_to_sign, t("string_to_sign"))],
    report.request && [el("h3", {}, t("request")), pre(requestText(report.request), t("request"))],
    report.headers?.length > 0 && table([t("headers"), t("reason")], report.headers.map(({ name, why }) => [el("code", {}, name), why])),
    report.checks && [el("h3", {}, t("checks")), el("ol", { class: "checks" }, report.checks.map((check) =>
      el("li", {}, el("span", { class: check.passes === false ? "bad" : "good" }, mark(check)), " ", el("strong", {}, check.check), `: ${check.detail}`)))]);
}
