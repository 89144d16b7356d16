import { askRelay, printable, readAccess, type RelayAccess } from '../relay-api';

type Line = {
  readonly atMs: number;
  readonly by: string;
  readonly action: string;
  readonly room?: string;
  readonly to?: string;
};

/** `stagebox audit`: the newest lines of the audit log of a running relay, the newest one last. @throws Failure */
export async function audit(limit: number, access: RelayAccess = readAccess()): Promise<readonly string[]> {
  const { audit: lines } = await askRelay(access, 'GET', `/api/audit?limit=${limit}`);
  return (lines as readonly Line[])
    .map(({ atMs, by, action, room, to }) => {
      const about = [by, action, room && `in ${room}`, to].filter((part) => part !== undefined).map(printable);
      return `${new Date(atMs).toISOString()}  ${about.join('  ')}`;
    })
    .reverse();
}
