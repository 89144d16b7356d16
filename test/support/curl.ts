/** What `curl` answers: the status, and the body as JSON where it is some. */
type CurlAnswer = { readonly status: number; readonly body: unknown };

/** Does what `curl` does with these words: `-H`, `-X`, `-d`, `--data-urlencode` and one address. Does not follow redirections. */
export async function curl(words: readonly string[]): Promise<CurlAnswer> {
  const headers = new Headers();
  const data: string[] = [];
  let method: string | undefined;
  let address = '';
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) {
      address = word;
      continue;
    }
    const value = words[++i] ?? '';
    if (word === '-H') headers.append(...(value.split(/: (.*)/, 2) as [string, string]));
    else if (word === '-X') method = value;
    else if (word === '-d') data.push(value);
    else if (word === '--data-urlencode')
      data.push(value.replace(/=([^]*)/, (_, text: string) => `=${encodeURIComponent(text)}`));
    else throw new Error(`curl ${word} is not known here`);
  }
  if (data.length > 0 && !headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded');
  const body = data.length > 0 ? { body: data.join('&') } : {};
  const answer = await fetch(address, {
    method: method ?? (data.length > 0 ? 'POST' : 'GET'),
    headers,
    redirect: 'manual',
    ...body,
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}
