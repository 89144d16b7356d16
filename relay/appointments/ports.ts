// What appointments need of the rest of the relay.

import type { ToMember } from '../../wire/signal';
import type { RoomEvent } from '../rooms';
import type { Change } from '../store/store';

/** The devices and pages on which a person is connected now. */
export interface Speakers {
  /** Tells all connections of a person that have said hello; nothing if there are none. */
  tell(person: string, message: ToMember): void;
  isThere(person: string): boolean;
}

/** The rooms, open or only remembered. */
export interface RoomsPort {
  /** Resolves once it would survive a restart. What has happened already may be told again, and then changes nothing. */
  apply(room: string, event: RoomEvent): void | Promise<void>;
}

/** One line of the audit log. Never a key, a token or what somebody said. */
export type AuditLine = {
  readonly atMs: number;
  /** A person, a link as `w:…`, `operator`, or `relay`. */
  readonly by: string;
  readonly action: string;
  readonly room?: string;
  readonly to?: string;
};

/** Where audit lines go: they are stored together with what they tell of. */
export interface AuditPort {
  changeOf(line: AuditLine): Change;
}
