import { GitHost } from '../host/GitHost';
import { HostedRepository, PullRequest, Review } from '../host/model';
import { isDraft, pullFacts } from '../host/pullFacts';
import { combinedState, latestStatuses } from '../host/pulls';
import { diffText, parsePatch } from '../repository/diff';
import { renderDiff } from './diffHtml';
import { html, SafeHtml } from './html';
import { href, PageContent, time } from './layout';
import { renderMarkdown } from './markdown';
import { pullActions } from './pullActions';
import { Visitor } from './visitor';

function stateOf(pull: PullRequest): keyof typeof STATE_LABEL {
  if (pull.merged) {
    return 'merged';
  }
  return pull.state === 'open' && isDraft(pull.title) ? 'draft' : pull.state;
}

const STATE_LABEL = {
  open: 'Open',
  draft: 'Draft',
  merged: 'Merged',
  closed: 'Closed',
};

function badge(pull: PullRequest): SafeHtml {
  const state = stateOf(pull);
  return html`<span class="state ${state}">${STATE_LABEL[state]}</span>`;
}

function pullPath(repository: HostedRepository, pull: PullRequest): string {
  return href(repository.fullName, 'pulls', String(pull.number));
}

export function pullListPage(
  repository: HostedRepository,
  state: string,
): PageContent {
  const wanted = state === 'closed' ? 'closed' : 'open';
  const pulls = repository.pulls
    .filter(pull => pull.state === wanted)
    .reverse();
  const to = (name: string) =>
    `${href(repository.fullName, 'pulls')}?state=${name}`;
  return {
    title: `Pull requests of ${repository.fullName}`,
    repository,
    section: 'pulls',
    body: html`<h1>Pull requests</h1>
      <nav aria-label="State">
        <ul>
          ${['open', 'closed'].map(
            name =>
              html`<li>
                <a
                  href="${to(name)}"
                  ${name === wanted && html` aria-current="true"`}
                  >${name === 'open' ? 'Open' : 'Merged and closed'}</a
                >
              </li>`,
          )}
        </ul>
      </nav>
      ${pulls.length === 0
        ? html`<p class="box">There is none.</p>`
        : html`<ul class="list box">
            ${pulls.map(
              pull =>
                html`<li>
                  <a href="${pullPath(repository, pull)}">${pull.title}</a>
                  <span class="number">#${pull.number}</span> ${badge(
                    pull,
                  )}<br /><span class="muted"
                    >by ${pull.login}, ${time(pull.createdAt)}, from
                    ${pull.head}</span
                  >
                </li>`,
            )}
          </ul>`}`,
  };
}

/** Who is asked to look at it, and what it is filed under. */
function filing(repository: HostedRepository, pull: PullRequest): SafeHtml {
  const labels = repository.labels.filter(({ id }) => pull.labels.includes(id));
  const { requestedReviewers } = pull;
  return html`${labels.length > 0 &&
  html`<p>
    Labels:
    ${labels.map(label => html`<span class="state">${label.name}</span> `)}
  </p>`}
  ${requestedReviewers.length > 0 &&
  html`<p>Asked for a review: ${requestedReviewers.join(', ')}.</p>`}`;
}

function summary(pull: PullRequest): SafeHtml {
  const branches = html`<code>${pull.head}</code> into
    <code>${pull.base}</code>`;
  if (pull.merged) {
    return html`<p>
      ${badge(pull)} ${pull.merged.login} merged ${branches},
      ${time(pull.merged.at)}.
    </p>`;
  }
  return pull.state === 'closed'
    ? html`<p>
        ${badge(pull)} Closed without a merge,
        ${time(pull.closedAt ?? pull.updatedAt)}: ${branches}.
      </p>`
    : html`<p>
        ${badge(pull)} ${pull.login} wants to merge ${branches}, since
        ${time(pull.createdAt)}.
      </p>`;
}

const REVIEW_WORDS: Record<Review['state'], [string, string]> = {
  APPROVED: ['approved this', 'good'],
  REQUEST_CHANGES: ['asked for changes', 'bad'],
  COMMENT: ['commented', ''],
};

function discussion(pull: PullRequest): SafeHtml {
  const entries = [
    ...pull.reviews.map(review => ({ ...review, kind: 'review' as const })),
    ...pull.comments.map(comment => ({
      ...comment,
      kind: 'comment' as const,
      state: 'COMMENT' as const,
      commit: pull.headSha,
    })),
  ].sort((one, other) => one.at - other.at || one.id - other.id);
  if (entries.length === 0) {
    return html`<p class="muted">Nobody said anything yet.</p>`;
  }
  return html`<ul class="list box">
    ${entries.map(entry => {
      const [words, tone] = REVIEW_WORDS[entry.state];
      return html`<li id="${entry.kind}-${entry.id}">
        <strong>${entry.login}</strong>
        <span class="${tone}">${words}</span>${entry.commit !== pull.headSha &&
        html` <span class="muted">(of an older commit)</span>`},
        <span class="muted">${time(entry.at)}</span>${entry.body &&
        html`<div class="prose">${renderMarkdown(entry.body)}</div>`}
      </li>`;
    })}
  </ul>`;
}

function checks(repository: HostedRepository, pull: PullRequest): SafeHtml {
  const statuses = latestStatuses(repository, pull.headSha);
  if (statuses.length === 0) {
    return html`<p class="muted">No check has reported.</p>`;
  }
  const tone = { success: 'good', failure: 'bad', error: 'bad' } as Record<
    string,
    string
  >;
  return html`<p class="muted">Together: ${combinedState(statuses)}</p>
    <ul class="list box">
      ${statuses.map(
        status =>
          html`<li>
            <strong>${status.context}</strong>
            <span class="${tone[status.state]}">${status.state}</span>
            ${status.description}
            ${/^https?:\/\//.test(status.targetUrl) &&
            html`<a
              href="${status.targetUrl}"
              rel="nofollow noopener noreferrer"
              >Details of ${status.context}</a
            >`}
          </li>`,
      )}
    </ul>`;
}

export async function pullPage(
  host: GitHost,
  repository: HostedRepository,
  options: { pull: PullRequest; visitor: Visitor; problem?: string },
): Promise<PageContent> {
  const { pull, visitor, problem } = options;
  const { git } = repository;
  const facts = await pullFacts(repository, pull);
  const commits = await git.log({ from: pull.headSha, not: facts.mergeBase });
  const patch = await diffText(git, facts.mergeBase, pull.headSha);
  const author = host.users.get(pull.login);
  return {
    title: `${pull.title} #${pull.number} (${STATE_LABEL[stateOf(pull)]})`,
    repository,
    section: 'pulls',
    body: html`<h1>
        ${pull.title} <span class="number">#${pull.number}</span>
      </h1>
      ${summary(pull)} ${filing(repository, pull)}
      ${problem &&
      html`<p class="box alert" role="alert">
        <strong>That did not work.</strong> ${problem}
      </p>`}
      <h2>Description</h2>
      <section
        class="box prose"
        aria-label="What ${author?.fullName ?? pull.login} says"
      >
        ${pull.body.trim()
          ? renderMarkdown(pull.body)
          : html`<p class="muted">No description.</p>`}
      </section>
      <h2>Commits</h2>
      <ul class="list box">
        ${commits.map(
          commit =>
            html`<li>
              <a href="${href(repository.fullName, 'commit', commit.sha)}"
                >${commit.message.trim().split('\n')[0]}</a
              >
              <span class="muted"
                >${commit.author.name}, ${commit.sha.slice(0, 10)}</span
              >
            </li>`,
        )}
      </ul>
      <h2>Checks</h2>
      ${checks(repository, pull)}
      <h2>Reviews and comments</h2>
      ${discussion(pull)}
      <h2>Decide</h2>
      ${pullActions(repository, { pull, facts, visitor })}
      <h2>Files changed</h2>
      ${renderDiff(facts.files, parsePatch(patch))}`,
  };
}
