// The faults of the sandbox: adding one, and the list of those that are pending.

import { el, refill } from "../dom.js";
import { t } from "../i18n.js";
import { all } from "../navigation.js";
import { button, card, perform } from "./parts.js";

const KINDS = ["status", "unauthorized", "throttled", "quota", "bad_gateway", "latency", "reset", "truncate", "drip"];

// The numbers of a fault, their defaults, and the kinds that have them.
const NUMBERS = [
  ["status", 503, ["status"]], ["latency_seconds", 1, ["latency"]], ["drip_seconds", 1, ["drip"]],
  ["retry_after_seconds", "", ["status", "throttled"]], ["times", 1, KINDS], ["skip", 0, KINDS], ["probability", 1, KINDS],
];

// The names of requests to presigned URLs.
const PRESIGNED = ["storage.GetObject", "storage.UploadPart"];

let list, seen;

/** Returns the card. */
export function element() {
  seen = undefined;
  list = el("div", {});
  return card("faults", form(), list);
}

const labelled = (name, input) => el("label", {}, t(`fault_${name}`), " ", input);

const choice = (id, values, prefix) => el("select", { id }, values.map((value) => el("option", { value }, t(`${prefix}_${value}`))));

function form() {
  const operation = el("input", { value: "*", list: "fault-operations", spellcheck: false, id: "fault-operation" });
  const kind = choice("fault-kind", KINDS, "fault_kind");
  const phase = choice("fault-phase", ["before", "after"], "fault");
  const numbers = NUMBERS.map(([name, value, kinds]) => ({ name, kinds, input: el("input", { type: "number", class: "short", step: "any", min: 0, value }) }));
  const labels = new Map(numbers.map(({ name, input }) => [name, labelled(name, input)]));
  const isUsed = ({ kinds }) => kinds.includes(kind.value);
  const hideUnused = () => numbers.forEach((number) => { labels.get(number.name).hidden = !isUsed(number); });
  const add = (event) => {
    event.preventDefault();
    const values = numbers.filter((number) => isUsed(number) && number.input.value !== "").map(({ name, input }) => [name, Number(input.value)]);
    perform("POST", "faults", { operation: operation.value.trim() || "*", kind: kind.value, phase: phase.value, ...Object.fromEntries(values) });
  };
  kind.addEventListener("change", hideUnused);
  hideUnused();
  const [main, more] = [["status", "latency_seconds", "drip_seconds", "times"], ["retry_after_seconds", "skip", "probability"]]
    .map((names) => names.map((name) => labels.get(name)));
  return el("form", { onsubmit: add }, operations(), labelled("operation", operation), el("div", { class: "bar" }, labelled("kind", kind), main),
    el("details", {}, el("summary", {}, t("fault_more")), el("div", { class: "bar" }, more, labelled("phase", phase))),
    el("div", { class: "bar" }, el("button", { type: "submit", class: "primary" }, t("fault_add")),
      button("faults-clear", t("faults_clear"), () => perform("DELETE", "faults"))));
}

/** Returns the names that the form suggests. */
const operations = () => el("datalist", { id: "fault-operations" },
  [...all().map(({ service, name }) => `${service}.${name}`), ...PRESIGNED].map((value) => el("option", { value })));

/** Shows the pending faults. */
export function update({ faults }) {
  const now = JSON.stringify(faults);
  if (now === seen) return;
  seen = now;
  refill(list, faults.length ? el("ul", { class: "rows" }, faults.map(row)) : el("p", { class: "hint" }, t("faults_empty")));
}

function row(fault) {
  const kind = fault.kind === "status" ? fault.status : t(`fault_kind_${fault.kind}`);
  const count = fault.times === null ? t("fault_always", fault.injected) : t("fault_count", fault.injected, fault.times);
  return el("li", { class: "bar" }, el("strong", {}, kind), el("code", {}, fault.operation), el("span", { class: "hint" }, count), el("span", { class: "space" }),
    button(`fault-${fault.id}`, t("remove"), () => perform("DELETE", `faults/${fault.id}`), { class: "small", "aria-label": t("remove_item", `${kind} ${fault.operation}`) }));
}
