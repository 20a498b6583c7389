// The inputs of fields, by kind. A value that is `undefined` is absent.

import { el, fill, newId } from "./dom.js";
import { t } from "./i18n.js";
import { call, changed, enumOf, recordFields, scalar } from "./request.js";

/** Returns a field with its label, hint and problems. `access` reads and writes its value. */
export function fieldElement(field, path, access) {
  const id = newId("field");
  const described = { id, "aria-describedby": `${id}-hint ${id}-problem`, "aria-required": field.required ? "true" : undefined };
  const simple = isSimple(field.kind);
  const label = [el("code", {}, field.name), field.required && el("span", { class: "required" }, t("required")),
    field.in && el("span", { class: "where" }, field.in)];
  const hint = el("div", { class: "hint", id: `${id}-hint` }, hintOf(field));
  const problem = el("div", { class: "problem", id: `${id}-problem` });
  const input = inputOf(field, path, access, described);
  const attributes = { class: "field", "data-path": path, "data-required": field.required ? "true" : undefined };
  const element = simple
    ? el("div", attributes, el("label", { for: id }, label), input, hint, problem)
    : el("fieldset", attributes, el("legend", {}, label), hint, problem, input);
  element.isSet = () => access.get() !== undefined;
  return element;
}

const isSimple = (kind) => typeof kind === "string" || Boolean(kind.enum);

function hintOf(field) {
  const limits = field.limits ?? {};
  const number = (value) => (value >= Number.MAX_SAFE_INTEGER ? "∞" : value);
  const count = (key, [min, max]) => t(min > 0 ? key : `${key}_max`, number(min), number(max));
  const words = [
    limits.range && t("range", ...limits.range.map(number)),
    limits.length && count("length", limits.length),
    limits.items && count("items", limits.items),
    limits.each && count("length", limits.each),
    limits.pattern && t("pattern", limits.pattern),
    field.default !== undefined && t("default", JSON.stringify(field.default)),
  ].filter(Boolean);
  return [el("span", { lang: "en" }, field.doc ?? ""), words.length > 0 && el("span", { class: "limits" }, words.join(" · "))];
}

/** Returns the input for a field. */
function inputOf(field, path, access, attributes) {
  const { kind } = field;
  if (kind.enum) return enumInput(kind, access, attributes);
  if (kind.list) return listInput(field, path, access);
  if (kind.map) return mapInput(field, path, access);
  if (kind.record) return recordInput(field, path, access);
  if (kind === "bool") return choice([["true", "true"], ["false", "false"]], access, attributes, (text) => text === "true");
  if (kind === "file") return fileInput(field, access, attributes);
  if (kind === "any") return jsonInput(access, attributes);
  return textInput(field, access, attributes);
}

function textInput(field, access, attributes) {
  const long = (field.limits?.length?.[1] ?? 0) > 300 || field.kind === "bytes";
  const type = field.kind === "secret" ? "password" : "text";
  const input = el(long && type === "text" ? "textarea" : "input", {
    ...attributes, value: access.get() === undefined ? "" : String(access.get()),
    ...(long && type === "text" ? { rows: 3 } : { type }),
    autocomplete: type === "password" ? "new-password" : "off", spellcheck: false,
    inputMode: field.kind === "int" ? "numeric" : undefined,
    oninput: () => access.set(input.value === "" ? undefined : scalar(call.operation, field.kind, input.value)),
  });
  return input;
}

function choice(options, access, attributes, parse) {
  const select = el("select", {
    ...attributes,
    onchange: () => access.set(select.value === "" ? undefined : parse(select.value)),
  }, el("option", { value: "" }, t("not_set")), options.map(([value, text]) => el("option", { value }, text)));
  select.value = access.get() === undefined ? "" : String(access.get());
  return select;
}

function enumInput(kind, access, attributes) {
  const { values } = enumOf(call.operation, kind.enum);
  const parse = (text) => scalar(call.operation, kind, text);
  const OTHER = "\u0000other";
  const known = (value) => value === undefined || values.some(([code]) => code === String(value));
  const other = el("input", {
    type: "text", class: "other", "aria-label": t("other"), hidden: known(access.get()),
    value: known(access.get()) ? "" : String(access.get()),
    oninput: () => access.set(other.value === "" ? undefined : parse(other.value)),
  });
  const select = el("select", {
    ...attributes,
    onchange: () => {
      other.hidden = select.value !== OTHER;
      if (!other.hidden) return other.focus();
      access.set(select.value === "" ? undefined : parse(select.value));
    },
  }, el("option", { value: "" }, t("not_set")),
  values.map(([code, meaning]) => el("option", { value: code }, `${code}: ${meaning}`)), el("option", { value: OTHER }, t("other")));
  select.value = access.get() === undefined ? "" : known(access.get()) ? String(access.get()) : OTHER;
  return el("div", { class: "enum" }, select, other);
}

function fileInput(field, access, attributes) {
  return el("input", {
    ...attributes, type: "file",
    onchange: (event) => {
      const [file] = event.target.files;
      if (file) call.files.set(field.name, file);
      else call.files.delete(field.name);
      access.set(undefined);
    },
  });
}

function jsonInput(access, attributes) {
  const input = el("textarea", {
    ...attributes, rows: 4, spellcheck: false, class: "json",
    value: access.get() === undefined ? "" : JSON.stringify(access.get(), null, 2),
    oninput: () => {
      try {
        access.set(input.value.trim() === "" ? undefined : JSON.parse(input.value));
        input.setCustomValidity("");
      } catch (error) {
        input.setCustomValidity(error.message);
        input.reportValidity();
      }
    },
  });
  return input;
}

/** Returns the field of an element of a list or a map. */
const elementField = (field, kind, name) => ({
  name, kind, members: field.members, limits: field.limits?.each && { length: field.limits.each },
});

const removeButton = (name, onclick) =>
  el("button", { type: "button", class: "small", onclick, "aria-label": t("remove_item", name) }, t("remove"));

const addButton = (name, onclick) =>
  el("button", { type: "button", class: "small", onclick, "aria-label": `${t("add")} ${name}` }, t("add"));

/** Returns the initial value of an element that is added. */
const initial = (kind) => (kind.record || kind.map ? {} : kind.list ? [] : "");

function listInput(field, path, access) {
  const box = el("div", { class: "items" });
  const items = () => (Array.isArray(access.get()) ? access.get() : []);
  const write = (list) => access.set(list.length ? list : undefined);
  const render = () => fill(box, items().map((_, at) => {
    const name = `${field.name}[${at}]`;
    const inner = {
      get: () => items()[at],
      set: (value) => write(items().map((old, index) => (index === at ? value ?? initial(field.kind.list) : old))),
    };
    return el("div", { class: "item" }, fieldElement(elementField(field, field.kind.list, name), `${path}[${at}]`, inner),
      removeButton(name, () => {
        write(items().filter((_, index) => index !== at));
        render();
      }));
  }), addButton(field.name, () => {
    write([...items(), initial(field.kind.list)]);
    render();
    box.querySelector(".item:nth-last-child(2) :is(input, select, textarea, button)")?.focus();
  }));
  render();
  return box;
}

function mapInput(field, path, access) {
  const box = el("div", { class: "items" });
  // The pairs are kept beside the value, since a key is empty or twice there while it is typed.
  const pairs = Object.entries(access.get() ?? {});
  const write = () => access.set(pairs.length ? Object.fromEntries(pairs) : undefined);
  const render = () => fill(box, pairs.map((pair, at) => el("div", { class: "item" },
    el("input", {
      type: "text", value: pair[0], "aria-label": `${field.name}: ${t("key")} ${at + 1}`, placeholder: t("key"),
      oninput: (event) => {
        pair[0] = event.target.value;
        write();
      },
    }),
    fieldElement(elementField(field, field.kind.map, `${field.name}.${pair[0] || at + 1}`), `${path}.${pair[0]}`, {
      get: () => pair[1],
      set: (value) => {
        pair[1] = value ?? initial(field.kind.map);
        write();
      },
    }),
    removeButton(pair[0] || at + 1, () => {
      pairs.splice(at, 1);
      write();
      render();
    }))), addButton(field.name, () => {
    pairs.push(["", initial(field.kind.map)]);
    write();
    render();
  }));
  render();
  return box;
}

function recordInput(field, path, access) {
  const box = el("div", { class: "record" });
  const read = () => (typeof access.get() === "object" && access.get() !== null ? access.get() : undefined);
  const render = () => {
    if (!read()) {
      return fill(box, addButton(field.name, () => {
        access.set({});
        render();
        box.querySelector("input, select, textarea")?.focus();
      }));
    }
    fill(box, recordFields(call.operation, field.kind.record).map((member) => {
      const required = field.members ? field.members === "required" : member.required;
      return fieldElement({ ...member, required }, path ? `${path}.${member.name}` : member.name, {
        get: () => read()?.[member.name],
        set: (value) => {
          const next = { ...read() };
          if (value === undefined) delete next[member.name];
          else next[member.name] = value;
          access.set(next);
        },
      });
    }), !field.required && !field.name.includes("[") && removeButton(field.name, () => {
      access.set(undefined);
      render();
    }));
  };
  if (field.required && !read()) access.init?.({});
  render();
  return box;
}

/** Returns the access to a top-level field. */
export const accessTo = (name) => ({
  get: () => call.values[name],
  init: (value) => {
    call.values[name] = value;
  },
  set: (value) => {
    if (value === undefined) delete call.values[name];
    else call.values[name] = value;
    changed();
  },
});
