// Search over names, paths, summaries and fields, at each keystroke.

/** Returns the texts of each operation in lower case, once. */
export function index(operations) {
  return operations.map((operation) => ({
    operation,
    name: operation.name.toLowerCase(),
    full: `${operation.service}.${operation.name} ${operation.method} ${operation.path}`.toLowerCase(),
    summary: `${operation.summary} ${operation.summary_zh} ${operation.group}`.toLowerCase(),
    fields: [...(operation.fields ?? []).map((field) => field.name), ...(operation.returns ?? [])].map((name) => name.toLowerCase()),
  }));
}

/** Returns the operations that contain all words, the best ones first. */
export function search(entries, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const entry of entries) {
    let total = 0;
    for (const word of words) {
      const score = scoreOf(entry, word);
      if (!score) {
        total = 0;
        break;
      }
      total += score;
    }
    if (total) found.push({ operation: entry.operation, total });
  }
  found.sort((one, other) => other.total - one.total || one.operation.name.localeCompare(other.operation.name));
  return found.map(({ operation }) => operation);
}

function scoreOf(entry, word) {
  if (entry.name === word) return 100;
  if (entry.name.startsWith(word)) return 60;
  if (entry.name.includes(word)) return 40;
  if (entry.full.includes(word)) return 20;
  if (entry.summary.includes(word)) return 15;
  if (entry.fields.includes(word)) return 10;
  return entry.fields.some((field) => field.includes(word)) ? 5 : 0;
}
