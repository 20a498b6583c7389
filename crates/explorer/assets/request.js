// The call that is edited: its operation, values, files and settings.

import { base64 } from "./api.js";
import { service } from "./navigation.js";

/** The call. Listeners are notified of each change. */
export const call = { operation: undefined, values: {}, files: new Map(), settings: {} };

const listeners = new Set();

/** Adds a listener of changes. */
export const onChange = (listener) => listeners.add(listener);

/** Notifies the listeners that the call has changed. */
export const changed = () => listeners.forEach((listener) => listener());

/** Opens an operation with values. */
export function open(operation, values) {
  Object.assign(call, { operation, values, files: new Map(), settings: {} });
}

/** Returns the call for the server. A preview needs no contents of files. */
export async function body(more = {}, withContents = true) {
  const { operation, values, files, settings } = call;
  const contents = {};
  for (const [name, file] of files) {
    contents[name] = { name: file.name, media_type: file.type, content: withContents ? await base64(file) : "" };
  }
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value));
  return { operation: `${operation.service}.${operation.name}`, fields: values, files: contents, settings: set, ...more };
}

/** Returns the fields of a record. */
export const recordFields = (operation, name) => service(operation.service).records?.[name] ?? [];

/** Returns an enum: whether its codes are numbers, and its values. */
export const enumOf = (operation, name) => service(operation.service).enums?.[name] ?? { values: [] };

/** Returns a value without its secrets, for links. */
function withoutSecrets(operation, kind, value) {
  if (kind === "secret" || kind === "file" || kind === "bytes" || kind === "any") return kind === "any" ? value : undefined;
  if (kind.list && Array.isArray(value)) return value.map((item) => withoutSecrets(operation, kind.list, item));
  if (kind.map && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(operation, kind.map, item)]));
  }
  if (kind.record && value && typeof value === "object") {
    const fields = recordFields(operation, kind.record);
    const members = Object.entries(value).map(([name, item]) => {
      const field = fields.find((one) => one.name === name);
      return [name, field ? withoutSecrets(operation, field.kind, item) : undefined];
    });
    return Object.fromEntries(members.filter(([, item]) => item !== undefined));
  }
  return value;
}

/** Returns the link of a call, with its values but without secrets and files. */
export function toHash({ operation, values } = call) {
  const pairs = new URLSearchParams();
  for (const field of operation.fields) {
    const value = withoutSecrets(operation, field.kind, values[field.name]);
    if (value === undefined || value === null) continue;
    pairs.append(field.name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const query = pairs.toString();
  return `#${operation.id}${query ? `?${query}` : ""}`;
}

/** Returns the name and the pairs of a link. */
export function fromHash(hash) {
  const text = hash.replace(/^#/, "");
  const at = text.indexOf("?");
  const name = decodeURIComponent(at < 0 ? text : text.slice(0, at));
  return { name, pairs: new URLSearchParams(at < 0 ? "" : text.slice(at + 1)) };
}

/** Returns the values of the pairs of a link. Unknown names are ignored. */
export function valuesOf(operation, pairs) {
  const values = {};
  for (const field of operation.fields) {
    const texts = pairs.getAll(field.name);
    if (texts.length && field.kind !== "file") values[field.name] = parsed(operation, field.kind, texts);
  }
  return values;
}

function parsed(operation, kind, texts) {
  const [text] = texts;
  if (kind.list && (texts.length > 1 || !text.startsWith("["))) return texts.map((one) => parsed(operation, kind.list, [one]));
  if (typeof kind === "object" && !kind.enum) return json(text);
  if (kind === "any") return json(text);
  return scalar(operation, kind, text);
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns the value of a text: a number or a Boolean if the kind is one and the text fits. */
export function scalar(operation, kind, text) {
  const numeric = kind === "int" || kind === "float" || (kind.enum && enumOf(operation, kind.enum).numeric);
  if (kind === "bool" && (text === "true" || text === "false")) return text === "true";
  if (numeric && /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return text;
}
