// The shared parts of the view: cards, actions on the sandbox, times and sizes.

import { control } from "../api.js";
import { announce, byId, el, fill, newId } from "../dom.js";
import { t } from "../i18n.js";

/** Returns a section with a heading. `name` is the key of its title. */
export function card(name, ...children) {
  const id = newId("card");
  return el("section", { class: "card", "data-card": name, "aria-labelledby": id }, el("h2", { id }, t(name)), children);
}

let afterAction = () => {};

/** Sets the function that is called after each action. */
export const onAction = (listener) => {
  afterAction = listener;
};

/** Shows a problem above the cards, or none. */
export function showProblem(text) {
  fill(byId("sandbox-problem"), text);
}

/** Performs an action of the control API. Shows its problem, and returns undefined then. */
export async function perform(method, path, body) {
  try {
    const report = await control(method, path, body);
    showProblem("");
    announce(t("done"));
    return report;
  } catch (error) {
    showProblem(error.message);
  } finally {
    afterAction();
  }
}

/** Returns a button. Its key keeps the focus when its card is filled again. */
export const button = (key, text, onclick, more = {}) => el("button", { type: "button", "data-key": key, onclick, ...more }, text);

/** Returns a list of facts. */
export const facts = (pairs) => el("dl", { class: "facts" }, pairs.map(([name, value]) =>
  el("div", {}, el("dt", {}, name), el("dd", {}, value ?? "–"))));

/** Returns a short text for a time in UTC. */
export const shortTime = (time) => (time ? time.replace("T", " ").replace(/(\.\d+)?Z$/, "") : "–");

/** Returns a number of bytes with its unit. */
export function size(bytes) {
  if (typeof bytes !== "number") return "–";
  const at = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** at;
  return `${at && value < 10 ? value.toFixed(1) : Math.round(value)} ${["B", "KB", "MB", "GB", "TB"][at]}`;
}

/** Returns a number of seconds as days, hours, minutes and seconds. */
export function span(seconds) {
  const left = Math.abs(Math.round(seconds));
  const units = [["d", 86400, Infinity], ["h", 3600, 24], ["min", 60, 60], ["s", 1, 60]];
  const parts = units.map(([unit, length, max]) => [Math.floor(left / length) % max, unit]);
  const shown = parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`);
  return shown.length ? `${seconds < 0 ? "−" : "+"}${shown.join(" ")}` : "0 s";
}
