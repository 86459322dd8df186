import { GitHost } from '../host/GitHost';
import { notFound } from '../host/GitHostError';
import { HostedRepository } from '../host/model';
import {
  diffFiles,
  diffText,
  EMPTY_TREE,
  parsePatch,
} from '../repository/diff';
import { isFilePath } from '../repository/names';
import { renderDiff } from './diffHtml';
import { html, SafeHtml } from './html';
import { href, PageContent, time } from './layout';
import { renderMarkdown } from './markdown';

export interface Place {
  kind: 'branch' | 'commit';
  ref: string;
  sha: string;
  path: string;
}

/** `main/a/b.yaml` has no mark where the branch ends: the longest branch that fits wins. */
export async function findPlace(
  repository: HostedRepository,
  kind: string,
  rest: string,
): Promise<Place> {
  const parts = rest.split('/').filter(Boolean);
  for (let count = parts.length; count > 0; count--) {
    const ref = parts.slice(0, count).join('/');
    const path = parts.slice(count).join('/');
    const sha =
      kind === 'branch'
        ? await repository.git.head(ref)
        : count === 1 && (await repository.git.resolve(ref));
    if (sha && (path === '' || isFilePath(path))) {
      return { kind: kind === 'branch' ? 'branch' : 'commit', ref, sha, path };
    }
  }
  throw notFound('There is no such branch, commit or file.');
}

function source(
  repository: HostedRepository,
  place: Place,
  path: string,
): string {
  return href(repository.fullName, 'src', place.kind, place.ref, path);
}

function crumbs(repository: HostedRepository, place: Place): SafeHtml {
  const parts = place.path.split('/').filter(Boolean);
  return html`<h1>
    <a href="${source(repository, place, '')}"
      >${place.kind === 'commit' ? place.sha.slice(0, 10) : place.ref}</a
    >${parts.map((part, index) => [
      ' / ',
      index === parts.length - 1
        ? part
        : html`<a
            href="${source(
              repository,
              place,
              parts.slice(0, index + 1).join('/'),
            )}"
            >${part}</a
          >`,
    ])}
  </h1>`;
}

async function directory(
  repository: HostedRepository,
  place: Place,
): Promise<SafeHtml> {
  const { git } = repository;
  const entries = await git.list(place.sha, place.path);
  const last = await git.lastCommits(place.sha, place.path);
  entries.sort(
    (one, other) =>
      Number(one.type === 'blob') - Number(other.type === 'blob') ||
      one.path.localeCompare(other.path, 'en'),
  );
  return html`<table class="files">
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Last change</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map(entry => {
        const commit = last.get(entry.path);
        return html`<tr>
          <td>
            <a href="${source(repository, place, entry.path)}"
              >${entry.path.split('/').pop()}${entry.type === 'tree' && '/'}</a
            >
          </td>
          <td>
            ${commit && [
              html`<a href="${href(repository.fullName, 'commit', commit.sha)}"
                >${commit.message}</a
              > `,
              html`<span class="muted">${time(commit.at)}</span>`,
            ]}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function fileLines(path: string, content: Buffer): SafeHtml {
  if (content.includes(0)) {
    return html`<p class="muted">A binary file of ${content.length} bytes.</p>`;
  }
  const lines = content.toString('utf8').replace(/\n$/, '').split('\n');
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Text of ${path}"
  >
    <table class="code">
      <thead class="hidden">
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (text, index) =>
            html`<tr id="L${index + 1}">
              <td class="n">${index + 1}</td>
              <td>${text}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A directory or file at a branch or commit. */
export async function sourcePage(
  repository: HostedRepository,
  place: Place,
): Promise<PageContent> {
  const { git } = repository;
  const entry = place.path
    ? await git.entry(place.sha, place.path)
    : { type: 'tree' as const, sha: place.sha };
  if (!entry) {
    throw notFound(`There is no ${place.path} at ${place.ref}.`);
  }
  const [last] = await git.log({
    from: place.sha,
    path: place.path || undefined,
    limit: 1,
  });
  return {
    title: `${place.path || repository.fullName} at ${place.ref}`,
    repository,
    section: 'files',
    body: html`${crumbs(repository, place)}
      <p class="muted">
        Last changed by ${last.author.name} in
        <a href="${href(repository.fullName, 'commit', last.sha)}"
          >${last.sha.slice(0, 10)}</a
        >, ${time(last.committer.at)}
      </p>
      ${entry.type === 'tree'
        ? await directory(repository, place)
        : fileLines(place.path, await git.readBlob(entry.sha))}`,
  };
}

/** The top of a repository, with its README. */
export async function repositoryPage(
  host: GitHost,
  repository: HostedRepository,
): Promise<PageContent> {
  const { git, defaultBranch } = repository;
  const place = await findPlace(repository, 'branch', defaultBranch);
  const readme = await git.entry(place.sha, 'README.md');
  const text =
    readme?.type === 'blob' &&
    (await git.readBlob(readme.sha)).toString('utf8');
  return {
    title: repository.fullName,
    repository,
    section: 'files',
    body: html`<h1>${repository.fullName}</h1>
      <p class="muted">
        Branch ${defaultBranch} at
        <a href="${href(repository.fullName, 'commit', place.sha)}"
          >${place.sha.slice(0, 10)}</a
        >. Clone it:
        <code>git clone ${host.baseUrl}/${repository.fullName}.git</code>
      </p>
      ${await directory(repository, place)}
      ${text &&
      html`<h2>README.md</h2>
        <section class="box prose" aria-label="README">
          ${renderMarkdown(text)}
        </section>`}`,
  };
}

export async function commitPage(
  repository: HostedRepository,
  ref: string,
): Promise<PageContent> {
  const { git } = repository;
  const sha = await git.resolve(ref);
  if (!sha) {
    throw notFound('There is no such commit.');
  }
  const commit = await git.commit(sha);
  const before = commit.parents[0] ?? EMPTY_TREE;
  const [subject, ...rest] = commit.message.trim().split('\n');
  return {
    title: subject,
    repository,
    section: 'files',
    body: html`<h1>${subject}</h1>
      ${rest.length > 0 &&
      html`<pre tabindex="0">${rest.join('\n').trim()}</pre>`}
      <p class="muted">
        Commit ${sha} by ${commit.author.name}, ${time(commit.committer.at)}.
        <a href="${href(repository.fullName, 'src', 'commit', sha)}"
          >All files at this commit</a
        >
      </p>
      <h2>Changes</h2>
      ${renderDiff(
        await diffFiles(git, before, sha),
        parsePatch(await diffText(git, before, sha)),
      )}`,
  };
}

export function hostPage(repositories: HostedRepository[]): PageContent {
  return {
    title: 'Repositories',
    body: html`<h1>Repositories</h1>
      <ul class="list box">
        ${repositories.map(repository => {
          const open = repository.pulls.filter(
            pull => pull.state === 'open',
          ).length;
          return html`<li>
            <a href="${href(repository.fullName)}">${repository.fullName}</a>
            <span class="muted"
              >${repository.private && 'private, '}${open} open pull
              ${open === 1 ? 'request' : 'requests'}</span
            >
          </li>`;
        })}
      </ul>`,
  };
}
