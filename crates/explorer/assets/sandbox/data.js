// The data of the sandbox as a whole: snapshots, and starting again.

import { confirmed } from "../dialog.js";
import { el, refill } from "../dom.js";
import { t } from "../i18n.js";
import { button, card, perform, shortTime, size } from "./parts.js";

const SEEDS = ["", "examples", "demo", "empty"];
let list, seen;

/** Returns the card. */
export function element() {
  seen = undefined;
  list = el("div", {});
  const name = el("input", { id: "snapshot-name", value: "before", pattern: "[A-Za-z0-9._\\-]{1,64}", spellcheck: false });
  const save = (event) => {
    event.preventDefault();
    perform("POST", "snapshots", { name: name.value });
  };
  const seed = el("select", { "aria-label": t("data_seed") }, SEEDS.map((value) => el("option", { value }, t(`seed_${value || "start"}`))));
  return card("data", el("form", { class: "bar", onsubmit: save }, el("label", {}, t("snapshot_name"), " ", name), el("button", { type: "submit" }, t("snapshot_save"))),
    list, el("div", { class: "bar" }, seed, button("reset", t("data_reset"), () => reset(seed.value), { class: "primary danger" })));
}

async function reset(seed) {
  if (await confirmed(t("data_reset"), t("data_reset_text"), "", t("data_reset"))) perform("POST", "reset", seed ? { seed } : undefined);
}

/** Shows the snapshots. */
export function update({ snapshots }) {
  const now = JSON.stringify(snapshots);
  if (now === seen) return;
  seen = now;
  refill(list, snapshots.length ? el("ul", { class: "rows" }, snapshots.map(row)) : undefined);
}

const row = ({ name, created_at: time, size: bytes }) => el("li", { class: "bar" }, el("code", {}, name),
  el("span", { class: "hint" }, `${shortTime(time)} · ${size(bytes)}`), el("span", { class: "space" }),
  button(`restore-${name}`, t("snapshot_restore"), () => perform("POST", `snapshots/${encodeURIComponent(name)}/restore`), { class: "small" }),
  button(`delete-${name}`, t("remove"), () => perform("DELETE", `snapshots/${encodeURIComponent(name)}`), { class: "small", "aria-label": t("remove_item", name) }));
