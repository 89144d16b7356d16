import { escapeHtml, markup } from '../../../relay/http/markup';
import { fromNow, inUtc } from '../../../relay/http/times';

test('texts are escaped, markup is not, and nothing leaves no trace', () => {
  expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;');
  const inner = markup`<b>${'<i>'}</b>`;
  expect(markup`<p>${inner}${undefined}${false}${[inner, 7, 'a&b']}</p>`.html).toBe(
    '<p><b>&lt;i&gt;</b><b>&lt;i&gt;</b>7a&amp;b</p>',
  );
});

test('line breaks of the template go, those of a text stay', () => {
  const page = markup`
    <p>
      ${' a\n  b '}
    </p>
  `;
  expect(page.html).toBe('<p> a\n  b </p>');
});

test('instants in words are never longer than they are', () => {
  const nowMs = Date.UTC(2027, 2, 1, 12);
  const spans: readonly (readonly [number, string])[] = [
    [0, 'now'],
    [59_999, 'now'],
    [60_000, 'in 1 minute'],
    [3_599_999, 'in 59 minutes'],
    [3_600_000, 'in 1 hour'],
    [2 * 86_400_000 - 1, 'in 47 hours'],
    [2 * 86_400_000, 'in 2 days'],
    [-60_000, '1 minute ago'],
    [-90 * 86_400_000, '90 days ago'],
  ];
  for (const [spanMs, words] of spans) expect(fromNow(nowMs + spanMs, nowMs)).toBe(words);
  expect(inUtc(nowMs)).toBe('Monday 1 March 2027, 12:00 UTC');
});
