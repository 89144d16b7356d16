const { PATH, HOME, TMPDIR } = process.env;

/**
 * The environment of a command that a test starts, with `more` in it. The command inherits nothing else: CI, FORCE_COLOR,
 * NO_COLOR, NODE_OPTIONS or STAGEBOX_… of whoever runs the tests would change what it does, and those of jest, too.
 */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), LC_ALL: 'C.UTF-8', ...more };
}
