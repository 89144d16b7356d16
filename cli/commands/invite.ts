import { askRelay, printable, readAccess, type RelayAccess } from '../relay-api';

/** The options of `stagebox invite`. Instants are written as `2027-03-01T12:00Z`. */
export type InviteOptions = {
  readonly room: string;
  readonly host?: string;
  readonly hostName?: string;
  readonly guest: string;
  readonly guestName: string;
  readonly text: string;
  readonly starts?: string;
  readonly deadline?: string;
  readonly public: boolean;
  readonly delegate?: string;
};

/**
 * `stagebox invite`: sends an invitation, and makes a link for a delegate if one is named. Gives lines.
 * @throws Failure
 */
export async function invite(options: InviteOptions, access: RelayAccess = readAccess()): Promise<readonly string[]> {
  const { room, host, hostName, guest, guestName, text, starts, deadline, delegate } = options;
  const sent = await askRelay(access, 'POST', '/api/invitations', {
    ...{ room, host, hostName, guest, guestName, text, isPublic: options.public },
    ...{ startsAt: starts, deadline },
  });
  const id = String(sent.id);
  const lines = [
    `${printable(sent.guestName)} is invited to ${room}: ${id}`,
    `an answer is due by ${new Date(Number(sent.deadlineMs)).toISOString()}`,
  ];
  if (options.public) lines.push(`everybody can follow it at ${access.relay}/i/${id}`);
  if (delegate === undefined) return lines;
  const link = await askRelay(access, 'POST', `/api/invitations/${id}/links`, { name: delegate });
  return [...lines, `${printable(delegate)} answers at ${access.relay}${String(link.path)}`];
}
