type Value = string | number | boolean | readonly string[] | undefined;

/** A query string of what is set; lists are joined by commas, empty ones are left out. */
export function toSearch(query: Record<string, Value>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== '') {
      search.set(key, String(text));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
