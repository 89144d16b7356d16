import type { Firmware } from '../../../host-sim';
import type { SealedConnectionPorts } from '../../../relay/identity/sealed-connection';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import { secureRandom } from '../../../relay/node/secure-random';
import { fromHex } from '../../../wire/byte-string';
import { hmacWith } from '../../../wire/hmac';
import { sealServer } from '../../relay/support/sealed-server';
import { settingsFor, startRelay } from '../own-relay';
import { CountedBoard } from './counted-board';

const DEVICE = 'kitchen';
const KEY = '0123456789abcdef'.repeat(4);
/** For what follows the relay's hello. */
const SETTLE_MS = 500;
/** Polls of the sound, the light and the bench's own work take less. */
const QUIET = 200_000;

/** What a sign-in costs, in host instructions: all callbacks of timers and sockets, from Wi-Fi to the link, that are no poll. */
type SignInCost = {
  readonly total: number;
  /** Each callback in turn: for as long, nothing else runs. */
  readonly slices: readonly number[];
};

/** Boots a board with a device key beside a relay that knows the key, and counts until it is signed in. */
export async function measureSignIn(interpreter: string, firmware: Firmware): Promise<SignInCost> {
  const signedIn: string[] = [];
  const ports: SealedConnectionPorts = {
    primitives: nodePrimitives,
    random: secureRandom,
    find: (id) => (id === DEVICE ? { key: fromHex(KEY), isRevoked: false } : undefined),
    decoyHmac: hmacWith(nodePrimitives, 'a secret of the relay'),
    onSignedIn: (device) => signedIn.push(device),
    onRefused: (_host, why) => signedIn.push(why),
  };
  const relay = await startRelay((server) => sealServer(server, ports));
  const settings = { ...settingsFor(relay), device: DEVICE, key: KEY };
  const counted = new CountedBoard(interpreter, firmware, settings, undefined, true);
  try {
    await counted.board.until('the sign-in', () => signedIn.length > 0);
    if (signedIn[0] !== DEVICE) throw new Error(`the relay refused the board: ${signedIn[0]}`);
    await counted.board.pause(SETTLE_MS);
    const state = await counted.board.evaluate<string>('status().state');
    if (state !== 'idle') throw new Error(`the board is ${state} after its sign-in`);
    // The last one is that question.
    const slices = counted
      .callbacks()
      .slice(0, -1)
      .filter((slice) => slice > QUIET);
    return { total: slices.reduce((sum, slice) => sum + slice, 0), slices };
  } finally {
    counted.close();
    await relay.close();
  }
}
