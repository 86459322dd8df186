import { GitHost } from '../host/GitHost';
import { HostedRepository } from '../host/model';
import { html, HtmlValue, SafeHtml } from './html';
import { STYLE_ELEMENT } from './style';
import { Visitor } from './visitor';

export interface PageFrame {
  host: GitHost;
  visitor: Visitor;
  /** Where the page is, to come back to after choosing another user. */
  path: string;
}

export interface PageContent {
  title: string;
  repository?: HostedRepository;
  section?: 'files' | 'pulls';
  body: HtmlValue;
}

/** Path of a page or form, each part encoded. */
export function href(...parts: string[]): string {
  return `/${parts
    .flatMap(part => part.split('/'))
    .filter(Boolean)
    .map(encodeURIComponent)
    .join('/')}`;
}

export function time(at: number): SafeHtml {
  const iso = new Date(at).toISOString();
  const words = new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return html`<time datetime="${iso}">${words} UTC</time>`;
}

function userForm({ host, visitor, path }: PageFrame): SafeHtml {
  const people = [...host.users.values()].filter(user => user.person);
  return html`<form method="post" action="/-/user">
    <input type="hidden" name="form" value="${visitor.formToken}" />
    <input type="hidden" name="return" value="${path}" />
    <label for="acting-as">Acting as</label>
    <select id="acting-as" name="user">
      <option value="">nobody (read only)</option>
      ${people.map(
        user =>
          html`<option
            value="${user.login}"
            ${user.login === visitor.user?.login && html` selected`}
          >
            ${user.login} (${user.groups.join(', ') || 'no team'})
          </option>`,
      )}
    </select>
    <button type="submit">Switch</button>
  </form>`;
}

function navigation(
  repository: HostedRepository,
  section: PageContent['section'],
): SafeHtml {
  const open = repository.pulls.filter(pull => pull.state === 'open').length;
  const tab = (name: PageContent['section'], to: string, label: string) =>
    html`<li>
      <a href="${to}" ${name === section && html` aria-current="page"`}
        >${label}</a
      >
    </li>`;
  return html`<nav aria-label="Repository">
    <ul>
      <li><strong>${repository.fullName}</strong></li>
      ${tab('files', href(repository.fullName), 'Files')}
      ${tab(
        'pulls',
        href(repository.fullName, 'pulls'),
        `Pull requests (${open})`,
      )}
    </ul>
  </nav>`;
}

export function renderPage(frame: PageFrame, content: PageContent): string {
  const { title, repository, section, body } = content;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Sandbox Git host</title>
        <link rel="icon" href="data:," />
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <a class="brand" href="/">Sandbox Git host</a>
          ${userForm(frame)}
        </header>
        <main id="main">
          ${repository && navigation(repository, section)} ${body}
        </main>
        <footer>
          This is a stand-in for a real Git host such as Gitea, for demos and
          tests on one machine. Anybody here may act as any sample user.
        </footer>
      </body>
    </html>`.markup;
}
