import type { Host } from '../../net/network';
import type { Elements } from '../interpreter/elements';
import type { Events } from '../language/events';
import type { Radio } from './radio';

/** What UDP and TCP sockets need of the board. */
export type SocketPorts = {
  readonly elements: Elements;
  readonly events: Events;
  readonly host: Host;
  readonly radio: Radio;
  /** Called with everything that must be closed when the interpreter stops. */
  readonly onOpened: (socket: { close(): void }) => void;
};
