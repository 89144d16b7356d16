/** A setting of the relay cannot be used. The message has its name, its value and what to do. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
  constructor(setting: string, value: string, whatToDo: string) {
    super(`${setting}="${value}": ${whatToDo}`);
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
