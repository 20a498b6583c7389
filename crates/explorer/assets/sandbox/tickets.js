// The tickets, and the engineer who works on them.

import { el, refill } from "../dom.js";
import { t } from "../i18n.js";
import { find, service } from "../navigation.js";
import { toHash } from "../request.js";
import { button, card, facts, perform, shortTime } from "./parts.js";

const ACTIONS = ["start", "request_information", "request_access", "suspend", "complete", "invalidate"];

// The states of a grant that can be revoked: it waits for the customer, or is granted.
const REVOCABLE = [0, 1];

let list, seen;

/** Returns the card. */
export function element() {
  seen = undefined;
  list = el("div", { class: "long" });
  return card("tickets", list);
}

/** Shows the tickets, newest first. */
export function update({ tickets }) {
  const now = JSON.stringify(tickets);
  if (now === seen) return;
  seen = now;
  const sorted = [...tickets].sort((one, other) => other.created_at.localeCompare(one.created_at));
  refill(list, sorted.length ? sorted.map(ticketElement) : el("p", { class: "hint" }, t("tickets_empty")));
}

/** Returns the meaning of a code of an enum of Service Tickets. */
function meaning(name, code) {
  const values = service("osm").enums?.[name]?.values ?? [];
  return values.find(([value]) => value === String(code))?.[1] ?? String(code);
}

function ticketElement(ticket) {
  const { id, status_code: status, description, messages, unread } = ticket;
  const summary = el("summary", {}, el("span", { class: "badge" }, t(`ticket_status_${status}`)), " ", el("code", {}, id), " ", description);
  return el("details", { class: "ticket", "data-key": `ticket-${id}`, "data-ticket": id }, summary,
    el("p", { class: "hint" }, meaning("CaseStatus", status)),
    facts([[t("ticket_product"), ticket.product], [t("ticket_created"), shortTime(ticket.created_at)], [t("ticket_messages"), messages], [t("ticket_unread"), unread]]),
    links(id), grants(ticket.access_grants), engineer(id));
}

function links(id) {
  const link = (name) => {
    const operation = find(`osm.${name}`);
    return operation && el("a", { href: toHash({ operation, values: { case_id: id } }) }, name);
  };
  return el("p", { class: "bar" }, ["ShowCaseDetail", "ListMessages", "CreateMessages"].map(link));
}

function grants(all) {
  if (!all.length) return undefined;
  return [el("h3", {}, t("grants")), el("ul", { class: "rows" }, all.map(({ id, status_code: status }) => el("li", { class: "bar" }, el("code", {}, id),
    el("span", { class: "hint" }, meaning("AuthorizationStatus", status)), el("span", { class: "space" }), REVOCABLE.includes(status)
      && button(`revoke-${id}`, t("grant_revoke"), () => perform("POST", `access-grants/${encodeURIComponent(id)}/revoke`), { class: "small" }))))];
}

/** Returns the actions of the engineer on a ticket. */
function engineer(id) {
  const act = (action, more) => perform("POST", `tickets/${encodeURIComponent(id)}/engineer`, { action, ...more });
  const text = el("textarea", { rows: 2, "data-key": `text-${id}`, "aria-label": t("engineer_text") });
  const withText = (action, member) => async () => {
    const written = text.value;
    text.value = "";
    if (!(await act(action, written && { [member]: written }))) text.value = written;
  };
  return [el("h3", {}, t("engineer")), text,
    el("div", { class: "bar" }, button(`reply-${id}`, t("engineer_reply"), withText("reply", "text"), { class: "primary" }),
      button(`resolve-${id}`, t("engineer_resolve"), withText("resolve", "resolution"))),
    el("div", { class: "bar" }, ACTIONS.map((action) => button(`${action}-${id}`, t(`engineer_${action}`), () => act(action), { class: "small" })))];
}
