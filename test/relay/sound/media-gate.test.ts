import fc from 'fast-check';
import { writeClaim } from '../../../wire/claim';
import { createTestRelay, tone } from '../support/test-relay';

const STRANGER = { host: '203.0.113.7', port: 9 };

describe('the media port', () => {
  test('answers a valid claim and lets the address in', () => {
    const { join, relay } = createTestRelay();
    const anna = join('anna');
    expect(anna.claimedCount).toBe(1);
    anna.send(tone(), { marker: true });
    expect(relay.stats()).toMatchObject({ packetsIn: 1, dropped: 0 });
  });

  test('sends three packets of silence after the claim at the member’s pace, and the voice continues from there', () => {
    const { clock, join } = createTestRelay();
    const anna = join('anna');
    const claimedAtMs = clock.nowMs();
    const ben = join('ben', { packetMs: 40 });
    clock.advance(200);
    expect(anna.heard.map(({ atMs }) => atMs - claimedAtMs)).toEqual([0, 20, 40]);
    expect(ben.heard.map(({ atMs }) => atMs - claimedAtMs)).toEqual([0, 40, 80]);
    for (const { payload } of anna.heard) expect(payload).toEqual(new Uint8Array(160).fill(0xff));
    for (const { payload } of ben.heard) expect(payload).toEqual(new Uint8Array(320).fill(0xff));
    ben.send(tone(), { marker: true });
    const { heard } = anna;
    expect(heard.map(({ sequence }) => (sequence - heard[0]!.sequence) & 0xffff)).toEqual([0, 1, 2, 3]);
    const ages = heard.map(({ timestamp }) => (timestamp - heard[0]!.timestamp) | 0);
    expect(ages.every((age, i) => i === 0 || age >= ages[i - 1]! + 160)).toBe(true);
    expect(heard.map(({ marker }) => marker)).toEqual([true, false, false, true]);
  });

  test('stops the silence as soon as there is a voice', () => {
    const { clock, join } = createTestRelay();
    const anna = join('anna');
    clock.advance(200);
    const ben = join('ben');
    clock.advance(10);
    anna.send(tone(), { marker: true });
    clock.advance(50);
    expect(ben.heard.length).toBe(2);
    expect(ben.heard[1]!.payload).toEqual(tone());
  });

  test('answers every claim again, but with silence only while the first may have been lost', () => {
    const { clock, join } = createTestRelay();
    const anna = join('anna');
    clock.advance(900);
    anna.claim();
    clock.advance(1000);
    expect(anna.heard.length).toBe(6);
    anna.claim();
    clock.advance(1000);
    expect(anna.claimedCount).toBe(3);
    expect(anna.heard.length).toBe(6);
  });

  test('drops everything from a stranger without an answer', () => {
    const { join, media, relay } = createTestRelay();
    const anna = join('anna');
    const before = media.sent.length;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.boolean(), (bytes, looksLikeRtp) => {
        const { dropped } = relay.stats();
        if (looksLikeRtp && bytes.length > 0) bytes[0] = 0x80;
        media.receive(bytes, STRANGER);
        expect(relay.stats().dropped).toBe(dropped + 1);
      }),
    );
    media.receive(anna.packet(tone(), true), STRANGER);
    expect(relay.stats().droppedBy.stranger).toBeGreaterThan(0);
    expect(relay.stats().packetsIn).toBe(0);
    expect(media.sent.length).toBe(before);
  });

  test('refuses a forged token, a token with the SSRC of another member, and a replayed answer', () => {
    const { join, media, relay } = createTestRelay();
    const [anna, ben] = [join('anna', { claims: false }), join('ben')];
    const before = media.sent.length;
    const { ssrc, token } = anna.seat;
    media.receive(
      writeClaim({ kind: 'claim', ssrc, token: token.replace(/.$/, token.endsWith('0') ? '1' : '0') }),
      STRANGER,
    );
    media.receive(writeClaim({ kind: 'claim', ssrc: ben.seat.ssrc, token }), STRANGER);
    media.receive(writeClaim({ kind: 'claimed', ssrc, token }), STRANGER);
    expect(relay.stats().droppedBy).toMatchObject({ 'bad-claim': 2, stranger: 1 });
    expect(media.sent.length).toBe(before);
  });

  test('moves a member to the address from which it claims anew, and only there', () => {
    const { clock, join, log, media, relay } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(2000);
    const old = anna.address;
    anna.address = { host: '10.9.9.9', port: 1234 };
    anna.claim();
    expect(anna.claimedCount).toBe(1);
    const toOld = media.sentTo(old).length;
    ben.send(tone(), { marker: true });
    expect(media.sentTo(old).length).toBe(toOld);
    expect(anna.heard.map(({ payload }) => payload)).toEqual([tone()]);
    media.receive(anna.packet(tone(), true), old);
    expect(relay.stats().droppedBy.stranger).toBe(1);
    expect(log.lines.filter(({ event }) => event === 'media-claimed').map(({ fields }) => fields.hasMoved)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('gives an address to the newer claim: a device that restarted keeps its port', () => {
    const { clock, join, relay } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(2000);
    const again = join('anna', { claims: false });
    again.address = anna.address;
    again.claim();
    clock.advance(2000);
    const before = again.heard.length;
    ben.send(tone(), { marker: true });
    expect(again.heard.length).toBe(before + 1);
    again.send(tone());
    expect(relay.stats()).toMatchObject({ packetsIn: 2, dropped: 0 });
  });

  test('lets nothing in once the stay is over', () => {
    const { join, relay } = createTestRelay();
    const anna = join('anna');
    anna.connection.say({ type: 'leave' });
    anna.send(tone(), { marker: true });
    anna.claim();
    expect(relay.stats().droppedBy).toMatchObject({ stranger: 1, 'bad-claim': 1 });
    expect(anna.claimedCount).toBe(1);
  });

  test('counts a member’s bad packets by reason and takes none of them', () => {
    const { join, media, relay } = createTestRelay();
    const anna = join('anna');
    const good = anna.packet(tone(), true);
    const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
      const copy = good.slice();
      change(copy);
      return copy;
    };
    const send = (bytes: Uint8Array): void => media.receive(bytes, anna.address);
    for (let length = 0; length < 12; length++) send(good.subarray(0, length));
    expect(relay.stats().droppedBy.malformed).toBe(12);
    send(changed((bytes) => (bytes[0] = 0x40)));
    send(changed((bytes) => (bytes[0] = 0x90)));
    send(changed((bytes) => (bytes[1] = 200)));
    send(writeClaim({ kind: 'claim', ssrc: 1, token: anna.seat.token }).subarray(0, 27));
    expect(relay.stats().droppedBy.malformed).toBe(16);
    send(changed((bytes) => (bytes[1] = 6)));
    send(changed((bytes) => (bytes[11]! ^= 1)));
    send(good.subarray(0, 100));
    send(new Uint8Array(529).fill(0x80));
    const { droppedBy, dropped, packetsIn } = relay.stats();
    expect(droppedBy).toMatchObject({ 'wrong-payload-type': 1, 'wrong-ssrc': 1, 'wrong-length': 1, oversized: 1 });
    expect([dropped, packetsIn]).toEqual([20, 0]);
  });

  test('counts duplicates and late packets apart', () => {
    const { clock, join, media, relay } = createTestRelay();
    const anna = join('anna');
    const first = anna.packet(tone(), true);
    anna.send(tone(), { marker: true });
    clock.advance(20);
    media.receive(first, anna.address);
    const second = anna.packet(tone());
    anna.skip();
    clock.advance(20);
    anna.send(tone());
    media.receive(second, anna.address);
    media.receive(second, anna.address);
    expect(relay.stats()).toMatchObject({ late: 2, duplicates: 1, lost: 1, dropped: 0 });
  });

  test('takes nothing from port 0, to which no answer can be sent', () => {
    const { join, media, relay } = createTestRelay();
    const anna = join('anna', { claims: false });
    anna.claim({ host: '10.0.0.9', port: 0 });
    expect(media.sent.length).toBe(0);
    expect(relay.stats().dropped).toBe(1);
  });

  test('does not crash on any bytes from a member', () => {
    const { clock, join, media, relay } = createTestRelay();
    const anna = join('anna', { payloadTypes: [6] });
    join('ben', { payloadTypes: [0] });
    const { ssrc } = anna.seat;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 340 }), fc.constantFrom(0, 176, 336), (bytes, length) => {
        const datagram = new Uint8Array(Math.max(bytes.length, length));
        datagram.set(bytes);
        if (datagram.length >= 12) {
          datagram.set([0x80, 6]);
          new DataView(datagram.buffer).setUint32(8, ssrc);
        }
        media.receive(datagram, anna.address);
        clock.advance(7);
      }),
      { numRuns: 300 },
    );
    expect(relay.stats().packetsIn).toBeGreaterThan(0);
  });
});
