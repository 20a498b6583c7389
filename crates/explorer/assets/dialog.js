// The dialog that asks for a confirmation.

import { byId, el, fill } from "./dom.js";
import { t } from "./i18n.js";

/** Shows a dialog, and returns true if its action is chosen. */
export function confirmed(title, text, detail, action) {
  const dialog = byId("dialog");
  return new Promise((resolve) => {
    const finish = (value) => () => dialog.close(value);
    fill(dialog, el("h2", { id: "dialog-title" }, title), el("p", {}, text), detail && el("p", {}, el("code", {}, detail)),
      el("div", { class: "bar" }, el("button", { type: "button", onclick: finish("") }, t("cancel")),
        el("button", { type: "button", class: "primary danger", onclick: finish("yes") }, action)));
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
