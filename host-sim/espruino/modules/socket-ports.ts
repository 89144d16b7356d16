import type { Host } from '../../net/network';
import type { Elements } from '../interpreter/elements';
import type { Events } from '../language/events';
import type { Radio } from './radio';
import type { Resolver } from './resolver';

/** What UDP and TCP sockets need of the board. */
export type SocketPorts = {
  readonly elements: Elements;
  readonly events: Events;
  readonly host: Host;
  readonly radio: Radio;
  readonly resolver: Resolver;
  /** Called with everything that must be closed when the interpreter stops. */
  readonly onOpened: (socket: { close(): void }) => void;
};
