import { Failure } from '../failure';
import { askRelay, printable, readAccess, type RelayAccess } from '../relay-api';

type Device = {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly revokedAtMs?: number;
};

const WHAT = ['list', 'add', 'rotate', 'revoke'] as const;
type What = (typeof WHAT)[number];

function isWhat(text: string): text is What {
  return WHAT.some((what) => what === text);
}

/**
 * `stagebox devices`: lists, adds, rotates or revokes devices of a running relay. Gives lines to print.
 * @throws Failure
 */
export async function devices(
  what: string,
  id: string | undefined,
  name: string | undefined,
  access: RelayAccess = readAccess(),
): Promise<readonly string[]> {
  if (!isWhat(what)) throw new Failure(`"${what}": give one of ${WHAT.join(', ')}`);
  if (what === 'list') {
    const { devices: all } = await askRelay(access, 'GET', '/api/devices');
    const lines = (all as readonly Device[]).map(deviceLine);
    return lines.length > 0 ? lines : ['no device yet: make one with "stagebox devices add ID"'];
  }
  if (id === undefined) throw new Failure(`which device? Say "stagebox devices ${what} ID"`);
  const path = `/api/devices/${encodeURIComponent(id)}`;
  switch (what) {
    case 'add': {
      const made = await askRelay(access, 'POST', '/api/devices', { id, ...(name === undefined ? {} : { name }) });
      return keyLines(id, made.key);
    }
    case 'rotate':
      return [
        ...keyLines(id, (await askRelay(access, 'POST', `${path}/rotate`)).key),
        'The former key stays valid for a day, or until this one is used.',
      ];
    case 'revoke':
      await askRelay(access, 'DELETE', path);
      return [`${id} is revoked, for ever`];
  }
}

function deviceLine({ id, name, createdAtMs, revokedAtMs }: Device): string {
  const state = revokedAtMs === undefined ? '' : `  revoked ${new Date(revokedAtMs).toISOString()}`;
  return `${id}  ${printable(name)}  since ${new Date(createdAtMs).toISOString()}${state}`;
}

function keyLines(id: string, key: unknown): readonly string[] {
  return [
    `The key of ${id}. It is shown only once. Enter it at the console of the board:`,
    `  configure({ device: "${id}", key: "${String(key)}" })`,
  ];
}
