import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { DEFAULT_CONFIG } from '../../relay/config';
import { main, openRelay, type OpenRelay } from '../../relay/main';
import { temporaryFolder } from '../support/temporary-folder';
import { writeClaim } from '../../wire/claim';
import { parseRtp, writeRtpHeader, type Rtp } from '../../wire/rtp';
import { writeSignal, type ToMember } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { RecordingLog } from './support/in-memory-ports';
import { tone } from './support/test-relay';
import { WaitingLine } from './support/waiting-line';
import { connectWebSocket } from './support/websocket-client';

type Joined = Extract<ToMember, { type: 'joined' }>;

async function joinOn(
  relay: OpenRelay,
  name: string,
): Promise<{ seat: Joined; udp: Socket; heard: WaitingLine<Rtp>; close: () => void }> {
  const client = await connectWebSocket(relay.signalPort);
  client.send(writeSignal({ type: 'hello', name }));
  await client.next();
  client.send(writeSignal({ type: 'join', room: 'lounge', payloadTypes: [0] }));
  const seat = parseToMember(await client.next()) as Joined;
  const udp = createSocket('udp4');
  const heard = new WaitingLine<Rtp>();
  const claimed = new Promise<void>((resolve) => {
    udp.on('message', (datagram) => {
      const rtp = parseRtp(datagram);
      if (typeof rtp === 'string') resolve();
      else heard.push(rtp);
    });
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  udp.send(writeClaim({ kind: 'claim', ssrc: seat.ssrc, token: seat.token }), seat.mediaPort, '127.0.0.1');
  await claimed;
  return {
    seat,
    udp,
    heard,
    close: () => {
      udp.close();
      client.close();
    },
  };
}

const ANY_PORTS = { ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0 };

describe('a relay on real sockets', () => {
  test('joins two members and carries a voice from one to the other', async () => {
    const relay = await openRelay(ANY_PORTS, { log: new RecordingLog() });
    const anna = await joinOn(relay, 'anna');
    const ben = await joinOn(relay, 'ben');
    for (let i = 0; i < 3; i++) expect((await ben.heard.next()).payload).toEqual(Buffer.alloc(160, 0xff));
    const datagram = new Uint8Array(172);
    writeRtpHeader(datagram, { payloadType: 0, marker: true, sequence: 1, timestamp: 1, ssrc: anna.seat.ssrc });
    datagram.set(tone(), 12);
    anna.udp.send(datagram, relay.mediaPort, '127.0.0.1');
    expect(Uint8Array.from((await ben.heard.next()).payload)).toEqual(tone());
    expect(relay.stats()).toMatchObject({ packetsIn: 1, dropped: 0, members: 2, mixes: 0 });
    anna.close();
    ben.close();
    await relay.close();
  });

  test('leaves nothing open when one of its ports is taken', async () => {
    const first = await openRelay(ANY_PORTS, { log: new RecordingLog() });
    const taken = { ...ANY_PORTS, signalPort: first.signalPort };
    await expect(openRelay(taken, { log: new RecordingLog() })).rejects.toThrow(`signalling port ${first.signalPort}`);
    const { mediaPort } = first;
    await first.close();
    const again = await openRelay({ ...ANY_PORTS, mediaPort }, { log: new RecordingLog() });
    await again.close();
  });
});

describe('the relay as a process', () => {
  test.each([
    [
      'a setting is wrong',
      { STAGEBOX_SIGNAL_PORT: 'x' },
      'stagebox relay: STAGEBOX_SIGNAL_PORT="x": give a whole number',
    ],
    ['it may not listen there', { STAGEBOX_HOST: '0.0.0.0' }, 'STAGEBOX_PLAIN=yes'],
    [
      'the address is not of this machine',
      { STAGEBOX_HOST: '192.0.2.1', STAGEBOX_PLAIN: 'yes', STAGEBOX_LOG: 'silent' },
      'cannot open media port 7780 on 192.0.2.1',
    ],
  ])('says what to do and ends with 1 when %s', async (_when, env, words) => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await main({ ...env, STAGEBOX_DATA: temporaryFolder() })).toBe(1);
    expect(said.mock.calls.flat().join()).toContain(words);
    said.mockRestore();
  });

  test('closes and ends with 0 when it is asked to stop', async () => {
    const before = process.listeners('SIGTERM');
    const said = jest.spyOn(console, 'log').mockImplementation(() => {});
    const STAGEBOX_DATA = temporaryFolder();
    const env = { STAGEBOX_SIGNAL_PORT: '0', STAGEBOX_MEDIA_PORT: '0', STAGEBOX_LOG: 'silent', STAGEBOX_DATA };
    const ended = main(env);
    let asked: NodeJS.SignalsListener | undefined;
    while (!asked) {
      await new Promise((resolve) => setImmediate(resolve));
      asked = process.listeners('SIGTERM').find((listener) => !before.includes(listener));
    }
    asked('SIGTERM');
    expect(await ended).toBe(0);
    expect(said.mock.calls.flat().join()).toMatch(/operator's key, shown this once: [0-9a-f]{64}/);
    said.mockRestore();
    expect(process.listeners('SIGTERM')).toEqual(before);
  });
});
