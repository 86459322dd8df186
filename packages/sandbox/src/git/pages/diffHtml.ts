import { DiffFile, DiffLine, DiffPatch } from '../repository/diff';
import { html, SafeHtml } from './html';

const SIGN: Record<DiffLine['kind'], string> = {
  added: '+',
  removed: '−',
  context: ' ',
  note: ' ',
};
const LONGEST = 2000;

function line(item: DiffLine): SafeHtml {
  return html`<tr class="${item.kind}">
    <td class="n">${item.before}</td>
    <td class="n">${item.after}</td>
    <td>${SIGN[item.kind]}</td>
    <td>${item.text}</td>
  </tr>`;
}

function content(file: DiffFile, patch: DiffPatch | undefined): SafeHtml {
  if (patch?.binary) {
    return html`<p class="muted">A binary file.</p>`;
  }
  const hunks = patch?.hunks ?? [];
  if (hunks.length === 0) {
    return html`<p class="muted">No line changed.</p>`;
  }
  const length = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  if (length > LONGEST) {
    return html`<p class="muted">${length} lines: too long to show here.</p>`;
  }
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Changes of ${file.path}"
  >
    <table class="code">
      <thead class="hidden">
        <tr>
          <th scope="col">Line before</th>
          <th scope="col">Line after</th>
          <th scope="col">Change</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        ${hunks.map(hunk => [
          html`<tr class="hunk">
            <td class="n"></td>
            <td class="n"></td>
            <td></td>
            <td>${hunk.header}</td>
          </tr>`,
          ...hunk.lines.map(line),
        ])}
      </tbody>
    </table>
  </div>`;
}

/** Changed files with their lines; files and patches come in the same order. */
export function renderDiff(files: DiffFile[], patches: DiffPatch[]): SafeHtml {
  return html`<p class="muted">
      ${files.length} ${files.length === 1 ? 'file' : 'files'} changed
    </p>
    ${files.map(
      (file, index) =>
        html`<details open>
          <summary>
            <span class="path"
              >${file.previousPath &&
              `${file.previousPath} → `}${file.path}</span
            >
            <span class="muted">${file.status},</span>
            <span class="good">+${file.additions}</span>
            <span class="bad">−${file.deletions}</span>
          </summary>
          ${content(file, patches[index])}
        </details>`,
    )}`;
}
