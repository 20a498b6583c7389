// The page: loads the catalog, follows links and the language, and switches between the views.

import { get } from "./api.js";
import * as callLog from "./call_log.js";
import { byId, el, fill, markTab, tabKeys } from "./dom.js";
import { setLanguage, t } from "./i18n.js";
import * as navigation from "./navigation.js";
import * as operation from "./operation.js";
import { call, fromHash, open, valuesOf } from "./request.js";
import { setLanguages } from "./samples.js";

let facts, view, sandbox;

function chooseView(id) {
  view = id;
  markTab(byId("views"), id);
  for (const one of document.querySelectorAll(".view")) one.hidden = one.getAttribute("aria-labelledby") !== id;
  showSandbox();
}

/** Shows the view of the sandbox if it is chosen. Its code is loaded when it is shown first. */
async function showSandbox() {
  if (view === "tab-sandbox") sandbox ??= await import("./sandbox/view.js");
  if (view === "tab-sandbox") sandbox.show();
  else sandbox?.hide();
}

/** Removes the view of the sandbox, for calls to the services. */
function removeSandbox() {
  byId("tab-sandbox").remove();
  byId("view-sandbox").remove();
}

/** Opens the operation of the link. */
function follow() {
  const { name, pairs } = fromHash(location.hash);
  if (name === "main") return byId("main").focus();
  if (name === "sandbox" && facts.sandbox) return chooseView("tab-sandbox");
  const found = name && navigation.find(name);
  chooseView("tab-operations");
  if (!found) {
    navigation.mark(undefined);
    call.operation = undefined;
    return fill(byId("main"), el("p", { class: "welcome" }, name ? t("unknown_operation", name) : t("welcome")));
  }
  open(found, valuesOf(found, pairs));
  operation.show();
  navigation.mark(found);
}

function speak(language) {
  localStorage.setItem("language", language);
  setLanguage(language);
  byId("language").value = language;
  fill(byId("connection"), facts.sandbox ? t("sandbox") : facts.title);
  navigation.show();
  callLog.show();
  showSandbox();
}

function listen() {
  navigation.listen();
  byId("language").addEventListener("change", (event) => {
    speak(event.target.value);
    if (call.operation) operation.show();
    else follow();
  });
  for (const tab of byId("views").children) tab.addEventListener("click", () => chooseView(tab.id));
  tabKeys(byId("views"), chooseView);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    // A link to the current address changes nothing, but its view may be hidden.
    if (event.target.closest?.("a")?.getAttribute("href") === location.hash) follow();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && call.operation && !byId("dialog").open) {
      event.preventDefault();
      operation.sendCall();
    }
  });
}

async function start() {
  const [catalog, connection] = await Promise.all([get("catalog.json"), get("connection.json")]);
  facts = connection;
  navigation.load(catalog);
  setLanguages(facts.languages);
  if (!facts.sandbox) removeSandbox();
  operation.start(facts);
  speak(localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
  listen();
  follow();
  performance.mark("ready");
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => fill(byId("main"), el("p", { class: "problem" }, error.message)));
