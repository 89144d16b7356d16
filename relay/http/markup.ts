// HTML in which every text is a text: whatever is put into a template is escaped unless it is markup itself.

/** A piece of HTML; made by `markup` alone. */
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

/** A text as the content of an element or of a quoted attribute. */
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
 * A piece of HTML. Attributes have to be quoted. `undefined` and `false` leave no trace, nor do line breaks of the template
 * with the blanks around them; those of a text stay.
 */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = pieces.map((piece, at) => {
    const plain = piece.replace(/\s*\n\s*/g, '');
    return at === 0 ? plain : htmlOf(parts[at - 1]) + plain;
  });
  return new Markup(html.join(''));
}
