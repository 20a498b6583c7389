// The clock of the sandbox: reading, moving, setting and freezing it.

import { el, fill } from "../dom.js";
import { t } from "../i18n.js";
import { button, card, perform, shortTime, span } from "./parts.js";

const JUMPS = [[60, "1 min"], [3600, "1 h"], [86_400, "1 d"], [30 * 86_400, "30 d"]];
const UNITS = [["min", 60], ["h", 3600], ["d", 86_400]];

let reading, freeze, clock, readAt, timer;

const change = async (body) => {
  const now = await perform("POST", "clock", body);
  if (now) update({ clock: now });
};

/** Returns the card. */
export function element() {
  reading = el("p", { class: "reading" });
  freeze = button("clock-freeze", "", () => change({ frozen: !clock?.frozen }));
  clearInterval(timer);
  timer = setInterval(tick, 1000);
  const jumps = JUMPS.map(([seconds, text]) => button(`clock-${seconds}`, `+${text}`, () => change({ advance_seconds: seconds })));
  return card("clock", reading, el("div", { class: "bar" }, jumps), el("div", { class: "bar" }, byAmount()), el("div", { class: "bar" }, toTime()),
    el("div", { class: "bar" }, freeze, button("clock-real", t("clock_real"), () => change({ real: true, frozen: false }))));
}

function byAmount() {
  const amount = el("input", { type: "number", min: 0, step: "any", value: 7, class: "short", "aria-label": t("clock_amount") });
  const unit = el("select", { "aria-label": t("clock_unit") }, UNITS.map(([name, seconds]) => el("option", { value: seconds }, name)));
  unit.value = 86_400;
  return [amount, unit, button("clock-advance", t("clock_advance"), () => change({ advance_seconds: amount.value * unit.value }))];
}

function toTime() {
  const time = el("input", { type: "datetime-local", step: 1, "aria-label": t("clock_time") });
  return [time, button("clock-set", t("clock_set"), () => time.value && change({ set: `${time.value.padEnd(19, ":00")}.000Z` }))];
}

/** Shows the clock. */
export function update(state) {
  clock = state.clock;
  readAt = performance.now();
  tick();
}

function tick() {
  if (!clock) return;
  const passed = clock.frozen ? 0 : performance.now() - readAt;
  const now = new Date(Date.parse(clock.now) + passed).toISOString();
  const moved = Math.abs(clock.offset_seconds) >= 1 && span(clock.offset_seconds);
  fill(freeze, t(clock.frozen ? "clock_run" : "clock_freeze"));
  fill(reading, el("time", { dateTime: now }, shortTime(now)), " UTC ", clock.frozen && el("span", { class: "badge" }, t("clock_frozen")), " ",
    moved && el("span", { class: "badge" }, moved));
}
