/**
 * Calls `onKey` for every key on the terminal until closed. Ctrl-C is `ctrl-c`. Without a terminal there are no keys.
 */
export function readKeys(onKey: (key: string) => void): { close(): void } {
  const { stdin } = process;
  if (!stdin.isTTY) return { close: () => {} };
  const listener = (data: Buffer): void => {
    for (const key of data.toString('utf8')) onKey(key === '\x03' ? 'ctrl-c' : key);
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', listener);
  return {
    close() {
      stdin.off('data', listener);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
