import { Markup, markup, type Part } from './markup';
import { STYLE } from './style';
import { fromNow, inUtc, isoOf } from './times';

/** A whole page. */
export function layout(title: string, content: Markup): string {
  const page = markup`
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>${new Markup(STYLE)}</style>
    </head>
    <body>
    <header><b>Stagebox</b> · live rooms without a screen</header>
    <main>${content}</main>
    <footer>This page runs no script and stores nothing on your device. Reload it to see what has changed.</footer>
    </body>
    </html>
  `;
  return page.html;
}

/** A text that somebody wrote. The browser chooses the direction in which it is read. */
export function quoted(text: string, kind = ''): Markup {
  return markup`<blockquote class="${kind}" dir="auto">${text}</blockquote>`;
}

/** A name in a sentence. Its reading direction does not affect the sentence. */
export function named(name: string): Markup {
  return markup`<bdi>${name}</bdi>`;
}

/** An instant: how far away it is, and its date in UTC. */
export function instant(instantMs: number, nowMs: number): Markup {
  return markup`<time datetime="${isoOf(instantMs)}">${fromNow(instantMs, nowMs)}<small>${inUtc(instantMs)}</small></time>`;
}

/** A list of names and values. A name without a value is left out. */
export function facts(known: readonly (readonly [name: string, value: Part])[]): Markup {
  const shown = known.filter(([, value]) => value !== undefined);
  return markup`<dl>${shown.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A page with a title and one sentence. */
export function plainPage(title: string, text: string): string {
  return layout(title, markup`<h1>${title}</h1><p>${text}</p>`);
}
