/** One key: an escape sequence of an arrow or function key (ECMA-48, 5.4; SS3 of xterm), or one character. */
const KEY = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~])|[^]/gu;

/** The keys in what a terminal sent. Ctrl-C is `ctrl-c`. An arrow key is one key, and not the characters of its sequence. */
export function keysOf(text: string): string[] {
  return (text.match(KEY) ?? []).map((key) => (key === '\x03' ? 'ctrl-c' : key));
}

/** Calls `onKey` for every key on the terminal until closed. Without a terminal there are no keys. */
export function readKeys(onKey: (key: string) => void): { close(): void } {
  const { stdin } = process;
  if (!stdin.isTTY) return { close: () => {} };
  const listener = (data: Buffer): void => keysOf(data.toString('utf8')).forEach(onKey);
  const restore = (): void => {
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  };
  // Whichever way the process ends, its terminal takes lines again.
  process.once('exit', restore);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', listener);
  // A terminal that goes away also sends SIGHUP, which ends the process.
  stdin.on('error', () => {});
  return {
    close() {
      process.off('exit', restore);
      stdin.off('data', listener);
      restore();
      stdin.pause();
    },
  };
}
