/** A setting of the relay that cannot be used. Says which, what it holds and what to do. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
  constructor(setting: string, value: string, whatToDo: string) {
    super(`${setting}="${value}": ${whatToDo}`);
  }
}

/** A port of this machine that the relay cannot listen on. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
  constructor(use: string, host: string, port: number, cause: string, setting: string) {
    super(
      `cannot open ${use} port ${port} on ${host} (${cause}): stop what uses it, or choose another with ${setting}`,
    );
  }
}
