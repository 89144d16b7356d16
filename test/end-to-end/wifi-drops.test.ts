import { statusOf } from '../../cli/board/speaker-status';
import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { InMemoryHost } from '../../host-sim/net/in-memory-host';

// A send that fails makes the interpreter send bytes of its stack to wild addresses, once there is a network again
// (docs/reference/hazards.md, "a failed send"). Nothing but the relay ever gets a datagram of this firmware.

const RELAY = '10.0.0.1:7780';

/** A speaker that has clicked into its room, and again to talk. */
const TALKER = {
  seconds: 600,
  speakers: [
    {
      name: 'anna',
      script: [
        [0.5, 'click'],
        [1.5, 'click'],
      ],
    },
  ],
};

/** Where datagrams of speakers went, from now on. */
function watchDatagrams(): Set<string> {
  const targets = new Set<string>();
  const send = InMemoryHost.prototype.sendUdp;
  jest.spyOn(InMemoryHost.prototype, 'sendUdp').mockImplementation(function (this: InMemoryHost, bytes, port, to) {
    if (this.address.startsWith('10.0.1.')) targets.add(`${to.host}:${to.port}`);
    send.call(this, bytes, port, to);
  });
  return targets;
}

afterEach(() => {
  jest.restoreAllMocks();
});

function openTalker(): SimulatedRoom {
  return openSimulatedRoom(parseScenario(JSON.stringify(TALKER), 'drops'), readFirmware(), new Map());
}

/** Clicks, and lets time pass until the microphone is open. */
function talk(room: SimulatedRoom, fromSecond: number): number {
  const { board } = room.speakers[0]!;
  let second = fromSecond;
  const go = (seconds: number): void => room.runTo((second += seconds));
  while (statusOf(board)?.state !== 'inRoom') go(0.1);
  if (statusOf(board)?.microphone === 'open') return second;
  board.press();
  go(0.08);
  board.release();
  go(1);
  expect(statusOf(board)?.microphone).toBe('open');
  return second;
}

test.each([0, 3, 7, 11, 16])(
  'Wi-Fi that drops while a speaker talks lets nothing leave for wild addresses, %i ms into a packet',
  (ms) => {
    const targets = watchDatagrams();
    const room = openTalker();
    const { board } = room.speakers[0]!;
    room.runTo(3);
    let second = 3;
    // The interpreter mends the first two drops without a word. Of the third it tells.
    for (const awaySeconds of [0, 0.4, 2, 0]) {
      second = talk(room, second) + ms / 1000;
      room.runTo(second);
      board.setWifiInReach(false);
      second += awaySeconds;
      room.runTo(second);
      board.setWifiInReach(true);
      second += 1;
      room.runTo(second);
    }
    talk(room, second);
    expect([...targets]).toEqual([RELAY]);
    room.close();
  },
);

test('a drop that nobody tells of brings the speaker back within two seconds, its microphone closed', () => {
  const room = openTalker();
  const { board } = room.speakers[0]!;
  room.runTo(3);
  board.setWifiInReach(false);
  board.setWifiInReach(true);
  room.runTo(3.1);
  expect(statusOf(board)).toMatchObject({ state: 'reconnecting', microphone: 'closed' });
  room.runTo(5);
  expect(statusOf(board)).toMatchObject({ state: 'inRoom', microphone: 'closed' });
  room.close();
});

test('a talker that no longer hears the relay sends only claims, until the relay answers again', () => {
  const stalled = {
    ...TALKER,
    speakers: [{ ...TALKER.speakers[0]!, network: { down: { stalls: [[4, 8]] } } }],
  };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(stalled), 'deaf'), readFirmware(), new Map());
  const { board } = room.speakers[0]!;
  const sentIn = (from: number, to: number): number => {
    room.runTo(from);
    const before = statusOf(board)?.packets.sent ?? 0;
    const { packetsIn } = room.relay.stats();
    room.runTo(to);
    expect(statusOf(board)?.packets.sent).toBeGreaterThan(before);
    return room.relay.stats().packetsIn - packetsIn;
  };
  expect(sentIn(3, 4)).toBeGreaterThan(40);
  expect(sentIn(7, 8)).toBe(0);
  expect(statusOf(board)?.microphone).toBe('open');
  expect(sentIn(13, 14)).toBeGreaterThan(40);
  room.close();
});

test('a network that gives no address any more is named, and the speaker is back soon after it gives one again', () => {
  const starved = { ...TALKER, speakers: [{ ...TALKER.speakers[0]!, wifi: [[5, 'noDhcp'], [80, 'good']] }] }; // prettier-ignore
  const lines: string[] = [];
  const room = openSimulatedRoom(parseScenario(JSON.stringify(starved), 'starved'), readFirmware(), new Map(), {
    print: (line) => lines.push(line),
    maps: () => undefined,
  });
  room.runTo(5);
  lines.length = 0;
  room.runTo(75);
  expect(statusOf(room.speakers[0]!.board)?.state).toBe('reconnecting');
  expect(lines.join('\n')).toContain('(the Wi-Fi gives no address)');
  expect(lines.join('\n')).toMatch(/Wi-Fi ".*" cannot be reached \(no address\); trying again/);
  expect(lines.join('\n')).not.toContain('nobody answers');
  room.runTo(115);
  expect(statusOf(room.speakers[0]!.board)).toMatchObject({ state: 'inRoom', microphone: 'closed' });
  room.close();
});
