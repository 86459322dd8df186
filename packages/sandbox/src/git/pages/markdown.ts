import { html, HtmlValue, SafeHtml } from './html';

/**
 * A small part of Markdown: headings, paragraphs, lists, tables, code, quotes,
 * bold, links over http(s). All text is escaped; markup in it stays text.
 */

const INLINE =
  /\\([\\`*_{}[\]()#+\-.!|<>@~])|(`+)(.+?)\2|\*\*(.+?)\*\*|\[([^\]]*)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>()`|]*[^\s<>()`|.,;:!?])/;

function link(url: string, label: HtmlValue): SafeHtml {
  return html`<a href="${url}" rel="nofollow noopener noreferrer">${label}</a>`;
}

function inline(text: string): HtmlValue[] {
  const parts: HtmlValue[] = [];
  let rest = text;
  for (;;) {
    const match = INLINE.exec(rest);
    if (!match) {
      parts.push(rest);
      return parts;
    }
    const [all, escaped, , code, bold, label, target, bare] = match;
    parts.push(rest.slice(0, match.index));
    if (escaped !== undefined) {
      parts.push(escaped);
    } else if (code !== undefined) {
      parts.push(html`<code>${code}</code>`);
    } else if (bold !== undefined) {
      parts.push(html`<strong>${inline(bold)}</strong>`);
    } else if (target !== undefined) {
      parts.push(link(target, label || target));
    } else if (bare !== undefined) {
      parts.push(link(bare, bare));
    }
    rest = rest.slice(match.index + all.length);
  }
}

function cells(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim());
}

function table(rows: string[]): SafeHtml {
  const [head, , ...body] = rows;
  return html`<table>
    <thead>
      <tr>
        ${cells(head).map(cell => html`<th scope="col">${inline(cell)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${body.map(
        row =>
          html`<tr>
            ${cells(row).map(cell => html`<td>${inline(cell)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function list(lines: string[], ordered: boolean): SafeHtml {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line);
    if (item) {
      items.push(item[1]);
    } else {
      items[items.length - 1] += `\n${line.trim()}`;
    }
  }
  const content = items.map(item => html`<li>${inline(item)}</li>`);
  return ordered
    ? html`<ol>
        ${content}
      </ol>`
    : html`<ul>
        ${content}
      </ul>`;
}

const IS_ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
const IS_TABLE_LINE = /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/;

/** Takes lines from the start while they fit. */
function take(lines: string[], fits: (line: string) => boolean): string[] {
  const end = lines.findIndex(line => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function block(lines: string[]): SafeHtml | undefined {
  const [first] = lines;
  if (!first.trim()) {
    lines.shift();
    return undefined;
  }
  const fence = /^\s*(`{3,}|~{3,})/.exec(first);
  if (fence) {
    lines.shift();
    const code = take(lines, line => !line.trim().startsWith(fence[1]));
    lines.shift();
    return html`<pre tabindex="0"><code>${code.join('\n')}</code></pre>`;
  }
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(first);
  if (heading) {
    lines.shift();
    // Below the page's own headings, whatever the level in the text.
    return html`<h3>${inline(heading[2])}</h3>`;
  }
  if (/^\s*>/.test(first)) {
    const quoted = take(lines, line => /^\s*>/.test(line));
    return html`<blockquote>
      ${renderMarkdown(
        quoted.map(line => line.replace(/^\s*> ?/, '')).join('\n'),
      )}
    </blockquote>`;
  }
  if (first.includes('|') && IS_TABLE_LINE.test(lines[1] ?? '')) {
    return table(take(lines, line => line.includes('|')));
  }
  if (IS_ITEM.test(first)) {
    return list(
      take(lines, line => IS_ITEM.test(line) || /^\s+\S/.test(line)),
      /^\s*\d/.test(first),
    );
  }
  const [start] = lines.splice(0, 1);
  const paragraph = take(
    lines,
    line =>
      line.trim() !== '' &&
      !/^(?:#{1,6}\s|\s*(?:```|~~~|>))/.test(line) &&
      !IS_ITEM.test(line),
  );
  return html`<p>${inline([start, ...paragraph].join('\n'))}</p>`;
}

export function renderMarkdown(text: string): SafeHtml {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: SafeHtml[] = [];
  while (lines.length > 0) {
    const next = block(lines);
    if (next) {
      blocks.push(next);
    }
  }
  return html`${blocks}`;
}
