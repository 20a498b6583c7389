// Requests to the server of the page. Paths are relative, so the token of the link is part of them.

/** Fetches a document. */
export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Posts a call, and returns the response. */
async function request(action, body) {
  const response = await fetch(`api/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  const report = await response.json().catch(() => ({}));
  throw new Error(report.error ?? `status ${response.status}`);
}

/** Posts a call, and returns the report. */
export const post = async (action, body) => (await request(action, body)).json();

/** Posts a call, and returns a file. */
export const download = async (action, body) => (await request(action, body)).blob();

/** Sends a request to the control API of the sandbox, and returns the report. */
export async function control(method, path, body) {
  const content = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`_sandbox/${path}`, { method, ...content });
  const report = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(report.error?.message ?? `status ${response.status}`);
  return report;
}

/** Returns the content of a file in Base64. */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Returns the bytes of a text in Base64. */
export function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
