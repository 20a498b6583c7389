// The embedded analyses of DataArts Insight, with the number of their valid tickets.

import { el, refill } from "../dom.js";
import { t } from "../i18n.js";
import { card } from "./parts.js";

let list, seen;

/** Returns the card. */
export function element() {
  seen = undefined;
  list = el("div", {});
  return card("embeds", list);
}

/** Shows the embedded analyses. */
export function update({ embeds }) {
  const now = JSON.stringify(embeds);
  if (now === seen) return;
  seen = now;
  refill(list, embeds.length ? el("ul", { class: "rows" }, embeds.map(row)) : el("p", { class: "hint" }, t("embeds_empty")));
}

const row = ({ id, name, project, resource_type: type, resource_id: resource, tickets }) => el("li", { class: "bar", "data-embed": id },
  el("span", {}, name), el("code", {}, id), el("span", { class: "hint" }, [project, type, resource].filter(Boolean).join(" · ")),
  el("span", { class: "space" }), el("span", {}, t("embed_tickets", tickets)));
