import type { RoomEnd } from '../rooms';

/** What happens on a relay. Rooms and signalling publish it, and whoever keeps invitations and schedules subscribes to it. */
export type RelayEvent =
  /** A person said hello: its speaker wants to know what it has to show. */
  | { readonly kind: 'speakerCame'; readonly person: string }
  /** A person sits in a room. */
  | { readonly kind: 'personSeated'; readonly room: string; readonly person: string }
  | { readonly kind: 'roomEnded'; readonly room: string; readonly why: RoomEnd };
