/** Calls an action again and again, until it is stopped or throws. `failed` rejects with what it throws. */
export function repeat(action: () => void, everyMs: number): { readonly failed: Promise<never>; stop(): void } {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // A caller that does not await `failed` must not end with an unhandled rejection.
  failed.catch(() => {});
  const timer = setInterval(() => {
    try {
      action();
    } catch (error) {
      clearInterval(timer);
      fail(error);
    }
  }, everyMs);
  return { failed, stop: () => clearInterval(timer) };
}
