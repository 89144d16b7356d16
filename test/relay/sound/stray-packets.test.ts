import { writeClaim } from '../../../wire/claim';
import { createTestRelay, tone, type TestMember } from '../support/test-relay';

const ELSEWHERE = { host: '203.0.113.7', port: 9 };

/** How the relay asked a member to claim again. */
const asked = ({ connection }: TestMember): unknown[] => connection.heard.filter(({ type }) => type === 'reclaim');

test('a ping is answered with as many bytes, whoever sends it, and lets nobody in', () => {
  const { media, relay } = createTestRelay();
  const ping = { ssrc: 7, token: '0'.repeat(31) + '1' };
  media.receive(writeClaim({ kind: 'ping', ...ping }), ELSEWHERE);
  expect(media.sentTo(ELSEWHERE).map(({ datagram }) => datagram)).toEqual([writeClaim({ kind: 'pong', ...ping })]);
  expect(relay.stats().dropped).toBe(0);
});

test('packets of a member from an address that nobody claimed make the relay ask this member, once a second', () => {
  const { clock, join, media } = createTestRelay();
  const [anna, ben] = [join('anna'), join('ben')];
  clock.advance(2000);
  const before = media.sent.length;
  for (let packet = 0; packet < 60; packet++) {
    media.receive(anna.packet(tone(), packet === 0), ELSEWHERE);
    clock.advance(20);
  }
  const { ssrc } = anna.seat;
  expect(asked(anna)).toEqual(Array(2).fill(expect.objectContaining({ type: 'reclaim', ssrc })));
  expect(asked(ben)).toEqual([]);
  expect(media.sentTo(ELSEWHERE)).toEqual([]);
  expect(media.sent.length).toBe(before);
});

test('a stranger that knows the SSRC of a member takes nothing over, and one that does not reaches nobody', () => {
  const { clock, join, media } = createTestRelay();
  const [anna, ben] = [join('anna'), join('ben')];
  clock.advance(2000);
  media.receive(anna.packet(tone(), true), ELSEWHERE);
  ben.send(tone(), { marker: true });
  expect(anna.heard.at(-1)?.payload).toEqual(tone());
  expect(media.sentTo(ELSEWHERE)).toEqual([]);
  const unknown = anna.packet(tone(), true).slice();
  unknown[8]! ^= 0xff;
  media.receive(unknown, ELSEWHERE);
  expect(asked(anna)).toHaveLength(1);
});

test('nobody is asked for a member that has left', () => {
  const { clock, join, media } = createTestRelay();
  const anna = join('anna');
  clock.advance(2000);
  const packet = anna.packet(tone(), true);
  anna.connection.say({ type: 'leave' });
  media.receive(packet, ELSEWHERE);
  expect(asked(anna)).toEqual([]);
});
