import type { Firmware } from '../../../host-sim';
import { CountedBoard, SLOWNESS } from './counted-board';
import { LoneRelay } from './lone-relay';

const MESSAGES = 6;
const EVERY_MS = 60;
const SETTLE_MS = 500;

/** What a message of the relay costs a speaker in a room, in host instructions. */
type MessageCost = { readonly message: string; readonly instructions: number };

/** What a relay sends to a speaker that is not pressed; two of a kind come in turn. The one before the last three changes the seat each time; those three come from a
 * relay without short forms. */
export const MESSAGES_HEARD: readonly (readonly string[])[] = [
  ['others 1', 'others 0'],
  ['queue 12', 'queue 11'],
  ['pong'],
  ['mute 1'],
  ['seat stage 40'],
  ['offer 0'],
  ['error too-fast'],
  ['seat audience 40', 'seat stage 40'],
  ['{"type":"room","speakers":3,"listeners":8000,"hands":12}'],
  ['{"type":"rank","rank":"host"}'],
  ['{"type":"pong","id":0}'],
];

/** Sends messages to a speaker in a room, each kind several times, and counts. The texts of a kind are sent in turn. */
export async function measureMessages(
  interpreter: string,
  firmware: Firmware,
  kinds: readonly (readonly string[])[],
): Promise<readonly MessageCost[]> {
  const relay = new LoneRelay(SLOWNESS, 40);
  await relay.listening();
  const settings = { ssid: 'home', relay: '127.0.0.1', relayPort: relay.signalPort, name: 'bench' };
  const counted = new CountedBoard(interpreter, firmware, settings);
  const { board } = counted;
  const reaches = (state: string): Promise<void> =>
    board.until(`the state ${state}`, async () => (await board.evaluate<string>('status().state')) === state);
  try {
    await board.until('the bundle to run', async () => (await board.evaluate('typeof status')) === 'function');
    await reaches('idle');
    await board.press(0, 40);
    await reaches('inRoom');
    // The hand is up, so that a message of the queue only moves it.
    relay.say('queue 7');
    await board.pause(SETTLE_MS);
    const costs: MessageCost[] = [];
    for (const kind of kinds) {
      const sending = relay.repeat(kind, MESSAGES, EVERY_MS);
      const { profile } = await counted.during((MESSAGES + 2) * EVERY_MS);
      await sending;
      await board.evaluate('(clearInterval(__board.worker),__board.worker=setInterval(__board.work,20),0)');
      // What came by TCP goes from there to the listener of `data`, without a queue (libs/network/socketserver.c).
      const { calls, instructions } = profile.into('jswrap_stream_pushData');
      if (calls !== MESSAGES) throw new Error(`${calls} messages of ${MESSAGES} came while they were counted`);
      costs.push({ message: kind[0]!, instructions: Math.round(instructions / calls) });
    }
    return costs;
  } finally {
    counted.close();
    relay.close();
  }
}
