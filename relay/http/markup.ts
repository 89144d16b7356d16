// HTML templates. Every value in a template is escaped, unless it is markup itself.

/** A piece of HTML. Only `markup` makes it. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

export type Part = string | number | Markup | undefined | false | readonly Part[];

const ESCAPES: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes a text for the content of an element, or for a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}

function htmlOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(htmlOf).join('');
}

/**
 * Makes a piece of HTML. Attributes have to be quoted. `undefined` and `false` give nothing. Line breaks of the template are
 * removed, with the spaces around them; those of values stay.
 */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = pieces.map((piece, at) => {
    const plain = piece.replace(/\s*\n\s*/g, '');
    return at === 0 ? plain : htmlOf(parts[at - 1]) + plain;
  });
  return new Markup(html.join(''));
}
