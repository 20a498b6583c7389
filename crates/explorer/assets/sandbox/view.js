// The sandbox at a glance: its requests, clock, faults and data. It follows the sandbox while it is shown.

import { control } from "../api.js";
import { byId, el, fill } from "../dom.js";
import { addWords, t } from "../i18n.js";
import * as clock from "./clock.js";
import * as data from "./data.js";
import * as drive from "./drive.js";
import * as faults from "./faults.js";
import * as insight from "./insight.js";
import { onAction, showProblem } from "./parts.js";
import * as requests from "./requests.js";
import * as tickets from "./tickets.js";
import { WORDS } from "./words.js";

// The maximum time for which the server waits for a request. Changes without a request are shown after it.
const WAIT_SECONDS = 5;

const CARDS = [clock, faults, tickets, drive, insight, data];
let run = 0, refreshing;

/** Shows the cards, in the current language, and follows the sandbox. */
export function show() {
  addWords(WORDS);
  const main = el("div", { class: "cards" }, requests.element(), drive.element(), insight.element(), data.element());
  const side = el("div", { class: "cards" }, clock.element(), faults.element(), tickets.element());
  fill(byId("view-sandbox"), el("p", { id: "sandbox-problem", class: "problem", role: "alert" }), el("div", { class: "glance" }, main, side));
  onAction(refresh);
  follow();
}

/** Stops following the sandbox. */
export const hide = () => {
  run += 1;
};

/** Fills the cards with the state of the sandbox. Calls during a refresh are one more. */
function refresh() {
  const next = refreshing ? refreshing.then(update) : update();
  refreshing = next.finally(() => {
    if (refreshing === next) refreshing = undefined;
  });
  return refreshing;
}

async function update() {
  const paths = ["state", "faults", "snapshots", "clock"];
  const [state, pending, saved, now] = await Promise.all(paths.map((path) => control("GET", path)));
  const all = { ...state, ...pending, ...saved, clock: now };
  for (const card of CARDS) card.update(all);
}

/** Waits for requests, and fills the cards again, until the view is hidden. */
async function follow() {
  const own = ++run;
  let lost = false;
  requests.restart();
  while (own === run) {
    try {
      await refresh();
      if (lost) showProblem("");
      lost = false;
      await requests.next(WAIT_SECONDS);
    } catch (error) {
      lost = true;
      showProblem(error.message);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
    if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}
