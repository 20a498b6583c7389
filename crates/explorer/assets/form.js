// The form of an operation, and the same values as JSON.

import { append, el, fill, markTab, tabKeys } from "./dom.js";
import { accessTo, fieldElement } from "./fields.js";
import { t } from "./i18n.js";
import { service } from "./navigation.js";
import { call, changed } from "./request.js";

let box, tabs, mode = "form", onlyRequired = false;

/** Returns the form with its tabs. */
export function formElement() {
  box = el("div", { class: "fields" });
  tabs = el("div", { role: "tablist", class: "tabs", "aria-label": t("group_fields") },
    ["form", "json"].map((name) => el("button", {
      type: "button", role: "tab", id: `mode-${name}`, "aria-controls": "mode-panel", onclick: () => choose(name),
    }, t(name))));
  tabKeys(tabs, (id) => choose(id.replace("mode-", "")));
  const required = el("input", {
    type: "checkbox", checked: onlyRequired,
    onchange: () => {
      onlyRequired = required.checked;
      hideOptional();
    },
  });
  const bar = el("div", { class: "bar" }, tabs, el("label", { class: "check" }, required, " ", t("only_required")),
    call.operation.example && el("button", { type: "button", onclick: () => replace({ ...call.operation.example }) }, t("example")),
    el("button", { type: "button", onclick: () => replace({}) }, t("reset")));
  render();
  return el("section", { class: "form", "aria-label": t("group_fields") }, bar,
    el("div", { role: "tabpanel", id: "mode-panel", "aria-labelledby": "mode-form" }, box));
}

function choose(name) {
  mode = name;
  render();
}

function replace(values) {
  call.values = structuredClone(values);
  call.files.clear();
  render();
  changed();
}

function render() {
  markTab(tabs, `mode-${mode}`);
  box.parentElement?.setAttribute("aria-labelledby", `mode-${mode}`);
  box.className = mode === "form" ? "fields" : "fields beside";
  if (mode === "json") return renderJson();
  const { operation } = call;
  const fields = operation.fields.map((field) => fieldElement(field, field.name, accessTo(field.name)));
  fill(box, fields.length ? fields : el("p", {}, t("no_fields")), settings(service(operation.service)));
  hideOptional();
}

function renderJson() {
  const text = el("textarea", {
    class: "json", rows: 16, spellcheck: false, "aria-label": t("json_label"), "aria-describedby": "json-problems",
    value: JSON.stringify(call.values, null, 2),
    oninput: () => {
      try {
        const values = JSON.parse(text.value || "{}");
        if (typeof values !== "object" || values === null || Array.isArray(values)) throw new Error("{ … }");
        call.values = values;
        changed();
      } catch (error) {
        showProblems([{ path: "", problem: error.message }]);
      }
    },
  });
  fill(box, text, el("ul", { id: "json-problems", class: "problems" }));
}

function settings(of) {
  if (!of.settings?.length) return undefined;
  const element = (setting) => fieldElement({ name: setting.name, kind: "text", doc: setting.doc, in: setting.wire }, `settings.${setting.name}`, {
    get: () => call.settings[setting.name],
    set: (value) => {
      call.settings[setting.name] = value;
      changed();
    },
  });
  return append(el("details", { class: "settings" }), [el("summary", {}, t("settings")), of.settings.map(element)]);
}

/** Hides fields that are neither required nor set, if only required ones are wanted. */
function hideOptional() {
  for (const element of box.querySelectorAll(".field[data-path]")) {
    element.hidden = onlyRequired && !element.dataset.required && !element.isSet?.() && !element.closest(".settings");
  }
}

/** Shows problems beside their fields, or beside the JSON. */
export function showProblems(problems) {
  if (mode === "json") {
    const list = box.querySelector("#json-problems");
    const lines = box.querySelector("textarea")?.value.split("\n") ?? [];
    if (list) fill(list, problems.map(({ path, problem }) => el("li", {}, line(lines, path), el("code", {}, path), " ", problem)));
    return;
  }
  for (const element of box.querySelectorAll(".field[data-path]")) {
    const own = problems.filter(({ path }) => path === element.dataset.path);
    const target = element.querySelector(":scope > .problem");
    fill(target, own.map(({ problem }) => el("div", {}, problem)));
    element.querySelector(":scope > :is(input, select, textarea), :scope > .enum > select")
      ?.setAttribute("aria-invalid", String(own.length > 0));
  }
}

/** Returns the line of the last name of a path in the JSON. */
function line(lines, path) {
  const name = path.replace(/\[\d+\]/g, "").split(".").pop();
  const at = name ? lines.findIndex((text) => text.includes(`"${name}"`)) : -1;
  return at < 0 ? "" : `${at + 1}: `;
}
