// The spaces of KooDrive, their files as a tree, its users and its tasks.

import { el, refill } from "../dom.js";
import { t } from "../i18n.js";
import { button, card, perform, shortTime, size } from "./parts.js";

let list, seen;

/** Returns the card. */
export function element() {
  seen = undefined;
  list = el("div", { class: "long" });
  return card("drive", list);
}

/** Shows the spaces, users and tasks. */
export function update({ spaces, files, users, tasks, truncated }) {
  const now = JSON.stringify([spaces, files, users, tasks, truncated]);
  if (now === seen) return;
  seen = now;
  const children = byParent(files);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  refill(list, truncated.length > 0 && el("p", { class: "hint" }, t("truncated", truncated.join(", "))),
    spaces.map((space) => spaceElement(space, names.get(space.owner) ?? space.owner, children)), usersElement(users), tasksElement(tasks));
}

/** Groups files by their folder, or by their space at its root. Files of a folder that is not listed are at the root too. */
function byParent(files) {
  const folders = new Set(files.filter(({ folder }) => folder).map(({ id }) => id));
  const groups = new Map();
  for (const file of files) {
    const key = folders.has(file.parent) ? file.parent : `space ${file.space}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  for (const group of groups.values()) group.sort((one, other) => other.folder - one.folder || one.name.localeCompare(other.name));
  return groups;
}

function spaceElement(space, owner, children) {
  const used = `${size(space.used_bytes)} / ${size(space.capacity_bytes)}`;
  const top = children.get(`space ${space.id}`);
  return el("details", { class: "space-of-drive", "data-key": `space-${space.id}` },
    el("summary", {}, el("strong", {}, owner || space.id), " ", el("span", { class: "hint" }, [space.type, space.id, used].filter(Boolean).join(" · "))),
    top ? tree(top, children) : el("p", { class: "hint" }, t("drive_empty")));
}

const tree = (files, children) => el("ul", { class: "tree" }, files.map((file) => el("li", {}, fileElement(file, children))));

function fileElement(file, children) {
  const { id, name, folder, recycled } = file;
  const mark = recycled && el("span", { class: "badge" }, t("drive_recycled"));
  const title = `${id} · ${shortTime(file.modified_at)}`;
  if (!folder) return [el("span", { title }, name), " ", el("span", { class: "hint" }, size(file.size)), " ", mark];
  const inside = children.get(id);
  return el("details", { "data-key": `folder-${id}` }, el("summary", { title }, name, " ", el("span", { class: "hint" }, inside?.length ?? 0), " ", mark),
    inside && tree(inside, children));
}

function usersElement(users) {
  if (!users.length) return undefined;
  const row = ({ id, name, enabled }) => el("li", { class: "bar" }, el("span", {}, name), el("code", {}, id), !enabled && el("span", { class: "badge" }, t("user_disabled")),
    el("span", { class: "space" }), button(`user-${id}`, t(enabled ? "user_disable" : "user_enable"),
      () => perform("POST", `users/${encodeURIComponent(id)}`, { enabled: !enabled }), { class: "small", "aria-label": `${t(enabled ? "user_disable" : "user_enable")}: ${name}` }));
  return el("details", { "data-key": "users" }, el("summary", {}, t("users"), " ", el("span", { class: "hint" }, users.length)), el("ul", { class: "rows" }, users.map(row)));
}

function tasksElement(tasks) {
  const row = ({ id, kind, status, error_code: code }) => el("li", { class: "bar" }, el("span", {}, kind), el("code", {}, id),
    el("span", { class: status === "failed" ? "bad" : "hint" }, t(`task_${status}`), code && ` ${code}`), el("span", { class: "space" }),
    (status === "waiting" || status === "running")
      && button(`task-${id}`, t("task_fail"), () => perform("POST", `tasks/${encodeURIComponent(id)}/fail`), { class: "small", "aria-label": `${t("task_fail")}: ${id}` }));
  return el("details", { "data-key": "tasks" }, el("summary", {}, t("tasks"), " ", el("span", { class: "hint" }, tasks.length)),
    tasks.length ? el("ul", { class: "rows" }, tasks.map(row)) : el("p", { class: "hint" }, t("tasks_empty")));
}
