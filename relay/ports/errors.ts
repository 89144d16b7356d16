/**
 * A setting of the relay cannot be used. The message has its name, its value and what to do. A value that may be secret is
 * left out.
 */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
  constructor(setting: string, value: string | undefined, whatToDo: string) {
    super(`${setting}${value === undefined ? '' : `="${value}"`}: ${whatToDo}`);
  }
}

/** The relay cannot listen on a port of this machine. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
  constructor(use: string, host: string, port: number, cause: string, setting: string) {
    super(
      `cannot open ${use} port ${port} on ${host} (${cause}): stop what uses it, or choose another with ${setting}`,
    );
  }
}
