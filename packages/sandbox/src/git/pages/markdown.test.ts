import { renderMarkdown } from './markdown';

/** Without the space between tags, which shows nowhere. */
const render = (text: string) =>
  renderMarkdown(text).markup.replace(/>\s+</g, '><').trim();

describe('renderMarkdown', () => {
  it.each([
    ['a\nb\n\nc', '<p>a\nb</p><p>c</p>'],
    ['**b** and `c*`', '<p><strong>b</strong> and <code>c*</code></p>'],
    ['# Title', '<h3>Title</h3>'],
    [
      '- a\n- b `c`\n  more',
      '<ul><li>a</li><li>b <code>c</code>\nmore</li></ul>',
    ],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    [
      '```yaml\na: <b>\n```\nafter',
      '<pre tabindex="0"><code>a: &lt;b&gt;</code></pre><p>after</p>',
    ],
    ['> quoted', '<blockquote><p>quoted</p></blockquote>'],
    [
      '| a | b |\n| --- | --: |\n| 1 \\| 2 | **3** |',
      '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>1 | 2</td><td><strong>3</strong></td></tr></tbody></table>',
    ],
    ['\\*\\*plain\\*\\*', '<p>**plain**</p>'],
    ['', ''],
  ])('%j', (text, markup) => {
    expect(render(text)).toBe(markup);
  });

  it('links http and https only', () => {
    expect(render('[x](https://example.com/a?b=1&c=2)')).toBe(
      '<p><a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">x</a></p>',
    );
    expect(render('see http://localhost:3000/x.')).toContain(
      'href="http://localhost:3000/x"',
    );
    for (const bad of [
      '[x](javascript:alert(1))',
      '[x](data:text/html,x)',
      '[x](//example.com)',
      '[x](https://a"onmouseover="alert)',
    ]) {
      expect(render(bad)).not.toMatch(/href="(?!https:)|" ?onmouse/);
    }
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**<b onclick=x>**',
    '`<i>`',
    '| <a> |\n|---|\n| <b> |',
    '# <h>',
    '- <li>',
    '> <q>',
    '```\n</code><script>\n',
  ])('keeps markup as text: %j', text => {
    expect(render(text)).not.toMatch(
      /<(?:script|img|b |b>|i>|a>|h>|q>|li><li)/,
    );
  });

  it('is quick with long and odd input', () => {
    const started = Date.now();
    render('`'.repeat(5000));
    render('**'.repeat(20000));
    render('[x]('.repeat(5000));
    render('|'.repeat(20000));
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
