// How a command in real time learns that it should end.

const onClosedOutput = new Set<() => void>();

/**
 * Keeps a command alive when whoever reads its output has gone, as `head` does: what it writes is lost, and no error. Called
 * once, at the start of the process.
 */
export function surviveClosedOutput(): void {
  const closed = (): void => onClosedOutput.forEach((tell) => tell());
  process.stdout.on('error', closed);
  // A command whose complaints nobody reads goes on.
  process.stderr.on('error', () => {});
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves when the process is asked to stop by Ctrl-C, SIGTERM or SIGHUP, when nobody reads standard output any more, or
 * after so many seconds. A second signal ends the process at once.
 */
export function untilAsked(seconds: number | undefined): { readonly asked: Promise<void>; close(): void } {
  let isAsked = false;
  let stop = (): void => {};
  const asked = new Promise<void>((resolve) => (stop = resolve));
  const onSignal = (): void => {
    // Not the way signals end a process by themselves: what has to be put right at its end, such as the terminal, is.
    if (isAsked) process.exit(1);
    isAsked = true;
    stop();
  };
  const timer = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  onClosedOutput.add(stop);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    asked,
    close() {
      clearTimeout(timer);
      onClosedOutput.delete(stop);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
