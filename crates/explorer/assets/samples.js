// Sample code of the call, which follows the form.

import { download } from "./api.js";
import { announce, byId, el, fill, save } from "./dom.js";
import { t } from "./i18n.js";
import { body, call } from "./request.js";

let languages = [], chosen = localStorage.getItem("language-of-samples") ?? "rust", samples = [];

/** Sets the languages of samples. */
export function setLanguages(list) {
  languages = list;
}

/** Returns the panel of samples. */
export function samplesElement() {
  const buttons = languages.map(({ id, title }) => el("button", {
    type: "button", "data-language": id, "aria-pressed": "false", onclick: () => choose(id),
  }, title));
  return el("div", {}, el("div", { class: "bar languages", role: "group", "aria-label": t("samples") }, buttons),
    el("div", { id: "sample" }));
}

function choose(id) {
  chosen = id;
  localStorage.setItem("language-of-samples", id);
  render();
}

let placeholders = [];

/** Shows the samples of a call. */
export function showSamples(report) {
  samples = report.list;
  placeholders = report.placeholders ?? [];
  render();
}

function render() {
  const sample = samples.find(({ language }) => language === chosen) ?? samples[0];
  for (const button of document.querySelectorAll("[data-language]")) {
    button.hidden = !samples.some(({ language }) => language === button.dataset.language);
    button.setAttribute("aria-pressed", String(button.dataset.language === sample?.language));
  }
  if (!sample) return fill(byId("sample"));
  const variables = sample.variables.map(([name, meaning]) => el("li", {}, el("code", {}, name), `: ${meaning}`));
  fill(byId("sample"),
    placeholders.length > 0 && el("p", { class: "hint" }, t("placeholders", placeholders.join(", "))),
    el("div", { class: "bar" }, el("code", {}, sample.file), el("span", { class: "space" }),
      el("button", { type: "button", id: "copy", onclick: () => copy(sample.text) }, t("copy")),
      el("button", { type: "button", id: "download", onclick: () => folder(sample.language) }, t("download"))),
    el("pre", { id: "code", tabIndex: 0, role: "region", "aria-label": t("samples") }, sample.text),
    variables.length > 0 && [el("h3", {}, t("variables")), el("ul", {}, variables)],
    el("p", {}, t("run_with"), ": ", el("code", {}, sample.command)));
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  fill(byId("copy"), t("copied"));
  announce(t("copied"));
  setTimeout(() => byId("copy") && fill(byId("copy"), t("copy")), 1500);
}

async function folder(language) {
  try {
    save(`${call.operation.name}-${language}.zip`, await download("export", await body({ language })));
  } catch (error) {
    announce(error.message);
  }
}
