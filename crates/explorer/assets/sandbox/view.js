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
let run = 0, lost = false, refreshing = Promise.resolve();

/** Shows the cards, in the current language, and follows the sandbox. */
export function show() {
  addWords(WORDS);
  const main = el("div", { class: "cards" }, requests.element(), drive.element(), insight.element(), data.element());
  const side = el("div", { class: "cards" }, clock.element(), faults.element(), tickets.element());
  fill(byId("view-sandbox"), el("p", { id: "sandbox-problem", class: "problem", role: "alert" }), el("div", { class: "glance" }, main, side));
  onAction(() => refresh().catch(reportLoss));
  follow();
}

/** Stops following the sandbox. */
export const hide = () => {
  run += 1;
};

/** Fills the cards with the state of the sandbox. A refresh during another one starts after it. */
function refresh() {
  refreshing = refreshing.catch(() => {}).then(update);
  return refreshing;
}

async function update() {
  const [state, pending, saved] = await Promise.all(["state", "faults", "snapshots"].map((path) => control("GET", path)));
  for (const card of CARDS) card.update({ ...state, ...pending, ...saved });
  if (lost) showProblem("");
  lost = false;
}

/** Shows that the sandbox cannot be reached, until the next refresh. */
function reportLoss(error) {
  lost = true;
  showProblem(error.message);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits for requests, and fills the cards again, until the view is hidden. */
async function follow() {
  const own = ++run;
  requests.restart();
  while (own === run) {
    try {
      await refresh();
      await requests.next(WAIT_SECONDS);
      // Many requests of a program are shown together.
      await pause(200);
    } catch (error) {
      reportLoss(error);
      await pause(2000);
    }
    if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}
