import { mergeVerdict } from '../host/mergePull';
import { HostedRepository, PullFacts, PullRequest } from '../host/model';
import { isDraft, touchedPaths } from '../host/pullFacts';
import { CHOOSE_FIRST, mayApprove, mayClose, Verdict } from '../host/rights';
import { html, HtmlValue, SafeHtml } from './html';
import { href } from './layout';
import { Visitor } from './visitor';

/** A button that says why it does nothing: `reason` below it has the words. */
function button(options: {
  id: string;
  label: string;
  verdict: Verdict;
  primary?: boolean;
  value?: string;
  reason?: string;
}): SafeHtml {
  const { id, label, verdict, primary, value, reason = id } = options;
  const blocked =
    !verdict.allowed &&
    html` disabled
    aria-describedby="${isStranger(verdict) ? 'stranger' : reason}-reason"`;
  const style = primary && html` class="primary"`;
  const sent = value && html` name="event" value="${value}"`;
  return html`<button type="submit" id="${id}" ${style}${sent}${blocked}>
    ${label}
  </button>`;
}

/** Holds for all buttons alike, and is said once. */
function isStranger(verdict: Verdict): boolean {
  return !verdict.allowed && verdict.reason === CHOOSE_FIRST;
}

function reasonOf(id: string, verdict: Verdict): SafeHtml | undefined {
  return verdict.allowed || isStranger(verdict)
    ? undefined
    : html`<p class="muted" id="${id}-reason">${verdict.reason}</p>`;
}

/** What this visitor may do with a pull request; what they may not is there, with the reason. */
export function pullActions(
  repository: HostedRepository,
  options: { pull: PullRequest; facts: PullFacts; visitor: Visitor },
): SafeHtml {
  const { pull, facts, visitor } = options;
  const { user, formToken } = visitor;
  const form = (name: string, content: HtmlValue) =>
    html`<form
      method="post"
      action="${href(
        repository.fullName,
        'pulls',
        String(pull.number),
      )}/${name}"
    >
      <input type="hidden" name="form" value="${formToken}" /><input
        type="hidden"
        name="head"
        value="${pull.headSha}"
      />${content}
    </form>`;
  const comment: Verdict = user
    ? { allowed: true }
    : { allowed: false, reason: CHOOSE_FIRST };
  const stranger =
    !user && html`<p class="muted" id="stranger-reason">${CHOOSE_FIRST}</p>`;
  const close = mayClose(user, pull.login, touchedPaths(facts));
  const approve = mayApprove(user, pull.login);
  if (pull.merged) {
    return html`<p class="box">
      <strong class="merged">Merged</strong> as
      <a href="${href(repository.fullName, 'commit', pull.merged.sha)}"
        >${pull.merged.sha.slice(0, 10)}</a
      >. Nothing is left to do here.
    </p>`;
  }
  if (pull.state === 'closed') {
    return html`<div class="box">
      <p><strong class="closed">Closed</strong> without a merge.</p>
      ${stranger}
      ${form(
        'reopen',
        html`<div class="row">
            ${button({
              id: 'reopen',
              label: 'Reopen',
              verdict: close,
            })}
          </div>
          ${reasonOf('reopen', close)}`,
      )}
    </div>`;
  }
  const merge = mergeVerdict(repository, { pull, facts, actor: user });
  return html`${stranger}
    <div class="box">
      ${form(
        'review',
        html`<label for="review-body">Say something (optional)</label
          ><textarea id="review-body" name="body"></textarea>
          <div class="row">
            ${button({
              id: 'approve',
              label: 'Approve',
              verdict: approve,
              value: 'APPROVED',
            })}
            ${button({
              id: 'request-changes',
              label: 'Request changes',
              verdict: approve,
              value: 'REQUEST_CHANGES',
              reason: 'approve',
            })}
            ${button({
              id: 'comment',
              label: 'Comment',
              verdict: comment,
              value: 'COMMENT',
            })}
          </div>
          ${reasonOf('approve', approve)} ${reasonOf('comment', comment)}`,
      )}
    </div>
    <div class="box">
      ${form(
        'merge',
        html`<div class="row">
            <label for="style">How to merge</label
            ><select id="style" name="style">
              <option value="merge">Merge commit</option>
              <option value="squash">Squash</option>
              <option value="rebase">Rebase</option></select
            ><label
              ><input type="checkbox" name="delete" value="yes" /> Delete the
              branch afterwards</label
            >
          </div>
          <div class="row">
            ${button({
              id: 'merge',
              label: 'Merge',
              primary: true,
              verdict: merge,
            })}
          </div>
          ${reasonOf('merge', merge)}`,
      )}
      ${isDraft(pull.title) &&
      form(
        'ready',
        html`<div class="row">
            ${button({
              id: 'ready',
              label: 'Mark as ready for review',
              verdict: close,
            })}
          </div>
          ${reasonOf('ready', close)}`,
      )}
      ${form(
        'close',
        html`<div class="row">
            ${button({
              id: 'close',
              label: 'Close',
              verdict: close,
            })}
          </div>
          ${reasonOf('close', close)}`,
      )}
    </div>`;
}
