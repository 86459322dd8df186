/** Markup that is safe to send as it is. Only `html` and `joined` make it. */
export class SafeHtml {
  constructor(readonly markup: string) {}
}

export type HtmlValue =
  | SafeHtml
  | string
  | number
  | undefined
  | false
  | HtmlValue[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === false) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(toMarkup).join('');
  }
  return value instanceof SafeHtml ? value.markup : escapeHtml(String(value));
}

/** A template in which every value is escaped, unless it is markup already. */
export function html(
  strings: TemplateStringsArray,
  ...values: HtmlValue[]
): SafeHtml {
  return new SafeHtml(
    strings
      .map((part, index) =>
        index < values.length ? part + toMarkup(values[index]) : part,
      )
      .join(''),
  );
}
