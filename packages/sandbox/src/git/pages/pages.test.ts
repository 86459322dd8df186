/** @jest-environment ./git/pages/__testUtils__/pageTestEnvironment.js */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JSDOM as JsdomClass } from 'jsdom';
import { base64, QUOTA, SALES_JOB, startTestHost, TestHost } from '../testHost';

declare const JSDOM: typeof JsdomClass;

/** Its source only: it looks for a window when it is loaded. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const EVIL = `<script>alert('x')</script>"'&`;

/** A browser without script: keeps cookies, reads pages, sends forms. */
function openBrowser(url: string) {
  const cookies = new Map<string, string>();
  async function request(route: string, form?: Record<string, string>) {
    const response = await fetch(new URL(route, url), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        cookie: [...cookies]
          .map(([name, value]) => `${name}=${value}`)
          .join('; '),
      },
      body: form && new URLSearchParams(form),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split('; ');
      expect(attributes).toEqual(
        expect.arrayContaining(['HttpOnly', 'SameSite=Lax']),
      );
      const [name, value] = pair.split('=');
      cookies.set(name, value);
    }
    const text = await response.text();
    const { window } = new JSDOM(text, { runScripts: 'outside-only' });
    const { document } = window;
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
      window,
      document,
      words: document.body.textContent?.replace(/\s+/g, ' ') ?? '',
    };
  }
  type Page = Awaited<ReturnType<typeof request>>;
  return {
    cookies,
    request,
    /** Presses a button: sends its form with what is filled in. */
    async press(
      page: Page,
      id: string,
      filled: Record<string, string> = {},
    ): Promise<Page> {
      const button = page.document.querySelector<HTMLButtonElement>(`#${id}`);
      const form = button?.closest('form');
      if (!button || !form || button.disabled) {
        throw new Error(`No button ${id} to press`);
      }
      const fields = Object.fromEntries(
        [...form.querySelectorAll<HTMLInputElement>('input[type=hidden]')].map(
          input => [input.name, input.value],
        ),
      );
      const answer = await request(form.getAttribute('action') ?? '', {
        ...fields,
        ...(button.name ? { [button.name]: button.value } : {}),
        ...filled,
      });
      return answer.location ? request(answer.location) : answer;
    },
    async actAs(route: string, user: string): Promise<Page> {
      const page = await request(route);
      const form = page.document.querySelector<HTMLInputElement>(
        'header input[name=form]',
      );
      const answer = await request('/-/user', {
        form: form?.value ?? '',
        user,
        return: route,
      });
      expect(answer.location).toBe(route);
      return request(route);
    },
  };
}

describe('pages', () => {
  let host: TestHost;

  beforeEach(async () => {
    host = await startTestHost();
  });
  afterEach(async () => {
    await host.stop();
  });

  const disabled = (page: { document: Document }, id: string) =>
    page.document.querySelector<HTMLButtonElement>(`#${id}`)?.disabled;
  const reason = (page: { document: Document }, id: string) => {
    const told = page.document
      .querySelector(`#${id}`)
      ?.getAttribute('aria-describedby');
    return page.document.querySelector(`#${told}`)?.textContent;
  };

  it('leads from a pull request to its merge', async () => {
    const { number } = await host.propose({
      branch: 'lakefront/one',
      title: 'Add a job',
      body: 'What **runs**:\n\n- one\n- two',
    });
    const browser = openBrowser(host.url);
    const route = `/lakehouse/gitops/pulls/${number}`;
    const stranger = await browser.request(route);
    expect(stranger.words).toContain('Add a job #1');
    expect(stranger.words).toContain('Open');
    expect(stranger.words).toContain('stand-in');
    expect(stranger.text).toContain('What <strong>runs</strong>:');
    expect(stranger.text).toContain('name: lakefront/one');
    for (const id of ['approve', 'merge', 'close', 'comment']) {
      expect(disabled(stranger, id)).toBe(true);
      expect(reason(stranger, id)).toBe('Choose who you are first.');
    }
    // Once, though no button works.
    expect(stranger.words.split('Choose who you are first.')).toHaveLength(2);

    const noah = await browser.actAs(route, 'noah');
    expect(disabled(noah, 'merge')).toBe(true);
    expect(reason(noah, 'merge')).toContain('team of domain sales');
    expect(disabled(noah, 'approve')).toBe(false);

    await browser.actAs(route, 'ben');
    const approved = await browser.press(
      await browser.request(route),
      'approve',
      { body: 'Looks **good**' },
    );
    expect(approved.words).toContain('ben approved this');
    expect(approved.text).toContain('<strong>good</strong>');

    const merged = await browser.press(approved, 'merge', { style: 'squash' });
    expect(merged.status).toBe(200);
    expect(merged.words).toContain('Merged ben merged lakefront/one into main');
    expect(merged.document.title).toContain('(Merged)');
    expect(disabled(merged, 'merge')).toBeUndefined();
    const head = await host.server.head('lakehouse/gitops', 'main');
    expect(head?.message).toContain('Add a job (#1)');
  });

  it('shows labels and who is asked, and keeps a draft from being merged until it is ready', async () => {
    const { number } = await host.propose({ branch: 'one', title: 'WIP: one' });
    await host.api('portal', 'POST', '/labels', { name: 'lakefront' });
    await host.api('portal', 'POST', `/issues/${number}/labels`, {
      labels: ['lakefront'],
    });
    await host.api('portal', 'POST', `/pulls/${number}/requested_reviewers`, {
      reviewers: ['ben'],
    });
    const browser = openBrowser(host.url);
    const draft = await browser.actAs(
      `/lakehouse/gitops/pulls/${number}`,
      'pat',
    );
    expect(draft.document.title).toContain('(Draft)');
    expect(draft.words).toContain('Labels: lakefront');
    expect(draft.words).toContain('Asked for a review: ben.');
    expect(reason(draft, 'merge')).toBe('Work in progress is not merged.');
    const ready = await browser.press(draft, 'ready');
    expect(ready.document.title).toMatch(/^one .*\(Open\)/);
    expect(ready.document.querySelector('#ready')).toBeNull();
    expect(disabled(ready, 'merge')).toBe(false);
  });

  it('closes and opens again', async () => {
    const { number } = await host.propose({ branch: 'one' });
    const browser = openBrowser(host.url);
    const page = await browser.actAs(
      `/lakehouse/gitops/pulls/${number}`,
      'pat',
    );
    const closed = await browser.press(page, 'close');
    expect(closed.words).toContain('Closed without a merge');
    expect(closed.document.querySelector('#merge')).toBeNull();
    const open = await browser.press(closed, 'reopen');
    expect(open.document.title).toContain('(Open)');
  });

  it('says why it did not work, on the page', async () => {
    const quota = await host.api('portal', 'GET', `/contents/${QUOTA}`);
    const files = [
      {
        operation: 'update',
        path: QUOTA,
        sha: quota.body.sha,
        content: base64('more\n'),
      },
    ];
    const { number } = await host.propose({ branch: 'quota', files });
    const browser = openBrowser(host.url);
    const route = `/lakehouse/gitops/pulls/${number}`;
    const page = await browser.actAs(route, 'mia');
    expect(reason(page, 'merge')).toBe(
      `Only a platform engineer may merge a change of ${QUOTA}.`,
    );
    const form = page.document.querySelector<HTMLInputElement>(
      'main input[name=form]',
    );
    const forced = await browser.request(`${route}/merge`, {
      form: form?.value ?? '',
      style: 'merge',
    });
    expect(forced.status).toBe(405);
    expect(
      forced.document.querySelector('[role=alert]')?.textContent,
    ).toContain('Only a platform engineer');

    const pat = await browser.actAs(route, 'pat');
    await host.api('portal', 'POST', '/contents/late.txt', {
      branch: 'quota',
      content: base64('late\n'),
    });
    const late = await browser.press(pat, 'merge');
    expect(late.status).toBe(409);
    expect(late.words).toContain('head out of date');
  });

  it('refuses a form that another site made', async () => {
    const { number } = await host.propose({ branch: 'one' });
    const browser = openBrowser(host.url);
    const route = `/lakehouse/gitops/pulls/${number}`;
    await browser.actAs(route, 'pat');
    const other = openBrowser(host.url);
    const stolen = (
      await other.request(route)
    ).document.querySelector<HTMLInputElement>('input[name=form]');
    for (const form of ['', 'x', stolen?.value ?? '']) {
      const answer = await browser.request(`${route}/merge`, { form });
      expect(answer.status).toBe(403);
    }
    const pull = await host.api('pat', 'GET', `/pulls/${number}`);
    expect(pull.body.merged).toBe(false);
    const away = await other.request('/-/user', {
      form: stolen?.value ?? '',
      user: 'admin',
      return: '//example.com',
    });
    expect(away.location).toBe('/');
    expect(other.cookies.get('sandbox_git_user')).toBe('');
  });

  it('shows text as text, wherever it comes from', async () => {
    const path = `clusters/west/domains/sales/<img src=x onerror=alert(1)>.yaml`;
    const { number, committed } = await host.propose({
      branch: 'evil',
      title: EVIL,
      body: `${EVIL}\n\n[x](javascript:alert(1))`,
      files: [
        { operation: 'create', path, content: base64(`${EVIL}\n`) },
        { operation: 'create', path: 'bin', content: 'AAECAw==' },
      ],
    });
    const { sha } = committed.body.commit;
    await host.api('ben', 'POST', `/pulls/${number}/reviews`, {
      event: 'COMMENT',
      body: EVIL,
    });
    await host.api('portal', 'POST', `/statuses/${sha}`, {
      state: 'failure',
      context: EVIL,
      description: EVIL,
      target_url: `${'javascript'}:alert(1)`,
    });
    const browser = openBrowser(host.url);
    for (const route of [
      '/',
      '/lakehouse/gitops',
      '/lakehouse/gitops/pulls',
      '/lakehouse/gitops/pulls?state=closed',
      `/lakehouse/gitops/pulls/${number}`,
      `/lakehouse/gitops/commit/${sha}`,
      '/lakehouse/gitops/src/branch/evil/clusters/west/domains/sales',
      `/lakehouse/gitops/src/commit/${sha}/${encodeURIComponent(path)}`,
      '/lakehouse/gitops/src/commit/nope/%3Cscript%3E',
      '/%3Cscript%3E/x',
    ]) {
      const page = await browser.request(route);
      expect([
        route,
        page.document.querySelectorAll(
          'script, img, [onerror], a[href^="javascript:"]',
        ).length,
      ]).toEqual([route, 0]);
      expect(page.headers.get('content-security-policy')).toContain(
        "default-src 'none'",
      );
    }
    const page = await browser.request(`/lakehouse/gitops/pulls/${number}`);
    expect(page.words).toContain(EVIL);
    expect(page.words).toContain('A binary file.');
    const raw = await fetch(
      `${host.url}/lakehouse/gitops/raw/commit/${sha}/${encodeURIComponent(
        path,
      )}`,
    );
    expect(raw.headers.get('content-type')).toContain('text/plain');
    expect(raw.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('shows files of a branch with a slash, and 404 for what is not there', async () => {
    await host.propose({ branch: 'lakefront/one' });
    const browser = openBrowser(host.url);
    const base = '/lakehouse/gitops/src/branch';
    const file = await browser.request(`${base}/lakefront/one/${SALES_JOB}`);
    expect(file.document.querySelector('#L1')?.textContent).toContain(
      'kind: SparkApplication',
    );
    const home = await browser.request('/lakehouse/gitops');
    expect(home.words).toContain('Pull requests (1)');
    for (const route of [
      `${base}/absent`,
      `${base}/main/absent`,
      `${base}/main/..%2f..%2fetc`,
      '/lakehouse/gitops/commit/zzz',
      '/lakehouse/gitops/pulls/9',
      '/lakehouse/absent',
      '/a',
    ]) {
      expect([route, (await browser.request(route)).status]).toEqual([
        route,
        404,
      ]);
    }
  });

  it('lets its own style through its content security policy', async () => {
    const page = await openBrowser(host.url).request('/');
    const style = page.document.querySelector('style')?.textContent ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')).toContain(
      `style-src 'sha256-${hash}'`,
    );
  });

  it('has nothing that axe finds', async () => {
    const { number, committed } = await host.propose({
      branch: 'one',
      body: '# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```',
    });
    await host.api('portal', 'POST', `/statuses/${committed.body.commit.sha}`, {
      state: 'success',
      context: 'lakefront/four-eyes',
      target_url: `${host.url}/`,
    });
    const browser = openBrowser(host.url);
    for (const route of [
      '/',
      '/lakehouse/gitops',
      '/lakehouse/gitops/pulls',
      `/lakehouse/gitops/pulls/${number}`,
      `/lakehouse/gitops/commit/${committed.body.commit.sha}`,
      `/lakehouse/gitops/src/branch/main/${SALES_JOB}`,
      '/absent/page',
    ]) {
      const { window } = await browser.request(route);
      window.eval(AXE);
      const results = (await window.eval(
        `axe.run(document, { rules: { 'color-contrast': { enabled: false } } })`,
      )) as { violations: Array<{ id: string }> };
      expect([route, results.violations.map(found => found.id)]).toEqual([
        route,
        [],
      ]);
    }
  });
});
