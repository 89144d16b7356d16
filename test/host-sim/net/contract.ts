import type { Host, TcpStream } from '../../../host-sim/net/network';

/** Two hosts that can reach each other, and a way to let time pass until `isDone`. */
type Pair = { readonly near: Host; readonly far: Host; settle(isDone: () => boolean): Promise<void> };

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** The behaviour of every network, simulated or real. */
export function networkContract(name: string, open: () => Pair): void {
  describe(name, () => {
    let pair: Pair;
    const opened: { close(): void }[] = [];
    const closing = <T extends { close(): void }>(thing: T): T => {
      opened.push(thing);
      return thing;
    };
    const listening = async <T extends { readonly port: number; close(): void }>(thing: T): Promise<T> => {
      closing(thing);
      await pair.settle(() => thing.port !== 0);
      return thing;
    };

    beforeEach(() => {
      pair = open();
    });
    afterEach(() => {
      for (const thing of opened.splice(0)) thing.close();
    });

    test('carries a datagram and says where it came from', async () => {
      const here = await listening(pair.near.openUdp(0));
      const there = await listening(pair.far.openUdp(0));
      const got: unknown[] = [];
      there.onDatagram = (datagram, from) => got.push([...datagram, from.host, from.port]);
      here.send(bytes(1, 2, 255), { host: pair.far.address, port: there.port });
      await pair.settle(() => got.length > 0);
      expect(got).toEqual([[1, 2, 255, pair.near.address, here.port]]);
    });

    test('answers to the address a datagram came from', async () => {
      const here = await listening(pair.near.openUdp(0));
      const there = await listening(pair.far.openUdp(0));
      there.onDatagram = (datagram, from) => there.send(datagram, from);
      const got: number[][] = [];
      here.onDatagram = (datagram) => got.push([...datagram]);
      here.send(bytes(9), { host: pair.far.address, port: there.port });
      await pair.settle(() => got.length > 0);
      expect(got).toEqual([[9]]);
    });

    test('carries a datagram of no bytes', async () => {
      const here = await listening(pair.near.openUdp(0));
      const there = await listening(pair.far.openUdp(0));
      const lengths: number[] = [];
      there.onDatagram = (datagram) => lengths.push(datagram.length);
      here.send(bytes(), { host: pair.far.address, port: there.port });
      await pair.settle(() => lengths.length > 0);
      expect(lengths).toEqual([0]);
    });

    test('copies what is sent, so that the sender may go on writing', async () => {
      const here = await listening(pair.near.openUdp(0));
      const there = await listening(pair.far.openUdp(0));
      const got: number[][] = [];
      there.onDatagram = (datagram) => got.push([...datagram]);
      const buffer = bytes(1, 1);
      here.send(buffer, { host: pair.far.address, port: there.port });
      buffer.fill(2);
      await pair.settle(() => got.length > 0);
      expect(got).toEqual([[1, 1]]);
    });

    test('gives no datagram to a port that was closed', async () => {
      const here = await listening(pair.near.openUdp(0));
      const gone = await listening(pair.far.openUdp(0));
      const there = await listening(pair.far.openUdp(0));
      let strays = 0;
      gone.onDatagram = () => strays++;
      const { port } = gone;
      gone.close();
      gone.close();
      let isDone = false;
      there.onDatagram = () => (isDone = true);
      here.send(bytes(1), { host: pair.far.address, port });
      here.send(bytes(1), { host: pair.far.address, port: there.port });
      await pair.settle(() => isDone);
      expect(strays).toBe(0);
    });

    test('says so when a port is in use', async () => {
      const first = await listening(pair.far.openUdp(0));
      const second = closing(pair.far.openUdp(first.port));
      const errors: string[] = [];
      second.onError = (error) => errors.push(error.message);
      await pair.settle(() => errors.length > 0);
      expect(errors[0]).toContain(`UDP port ${first.port}`);
    });

    test('carries bytes both ways, in order', async () => {
      const listener = await listening(
        pair.far.listenTcp(0, (stream) => {
          closing(stream).onData = (data) => stream.write(data);
        }),
      );
      const stream = closing(pair.near.connectTcp({ host: pair.far.address, port: listener.port }));
      const got: number[] = [];
      stream.onData = (data) => got.push(...data);
      stream.onOpen = () => stream.write(bytes(1, 2));
      stream.write(bytes(0)); // before it is open: waits
      await pair.settle(() => got.length >= 3);
      expect([...got].sort()).toEqual([0, 1, 2]);
      for (let i = 0; i < 50; i++) stream.write(bytes(i));
      await pair.settle(() => got.length >= 53);
      expect(got.slice(3)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    });

    test('closes both ends once when one has ended, after what was written', async () => {
      const events: string[] = [];
      let accepted: TcpStream | undefined;
      const listener = await listening(
        pair.far.listenTcp(0, (stream) => {
          accepted = closing(stream);
          stream.onData = (data) => events.push(`far got ${data.length}`);
          stream.onClose = () => events.push('far closed');
        }),
      );
      const stream = closing(pair.near.connectTcp({ host: pair.far.address, port: listener.port }));
      stream.onClose = () => events.push('near closed');
      await pair.settle(() => accepted !== undefined);
      stream.write(bytes(1, 2, 3));
      stream.end();
      await pair.settle(() => events.length >= 3);
      expect([...events].sort()).toEqual(['far closed', 'far got 3', 'near closed']);
      expect(events.indexOf('far got 3')).toBeLessThan(events.indexOf('far closed'));
    });

    test('tells the other end when one closes at once', async () => {
      let accepted: TcpStream | undefined;
      let isFarClosed = false;
      const listener = await listening(
        pair.far.listenTcp(0, (stream) => {
          accepted = closing(stream);
          stream.onClose = () => (isFarClosed = true);
        }),
      );
      const stream = closing(pair.near.connectTcp({ host: pair.far.address, port: listener.port }));
      let isNearTold = false;
      stream.onClose = () => (isNearTold = true);
      await pair.settle(() => accepted !== undefined);
      stream.close();
      stream.close();
      await pair.settle(() => isFarClosed);
      expect(isNearTold).toBe(false);
    });

    test('says so when nobody listens', async () => {
      const listener = await listening(pair.far.listenTcp(0, () => {}));
      const { port } = listener;
      listener.close();
      const stream = closing(pair.near.connectTcp({ host: pair.far.address, port }));
      const events: string[] = [];
      stream.onError = (error) => events.push(error.message);
      stream.onClose = () => events.push('closed');
      await pair.settle(() => events.length >= 2);
      expect(events).toEqual([expect.stringContaining(`${pair.far.address}:${port}`), 'closed']);
    });
  });
}
