import type { Address, MediaSocket } from '../../relay/ports/ports';

/** A socket under test and a peer on the same network. */
type MediaSocketUnderTest = {
  readonly socket: MediaSocket;
  readonly peer: {
    readonly address: Address;
    send(bytes: Uint8Array): void;
    /** The next datagram that came from the socket. */
    next(): Promise<Uint8Array>;
  };
  /** Waits until the next datagram has been reported or dropped. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** What the relay expects of every media socket. */
export function describeMediaSocket(name: string, open: () => Promise<MediaSocketUnderTest>): void {
  describe(`${name} as a media socket`, () => {
    let subject: MediaSocketUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(async () => {
      await subject.socket.close();
      await subject.close();
    });

    test('has a port', () => {
      expect(subject.socket.port).toBeGreaterThan(0);
    });

    test('reports every datagram whole, with the address it came from', async () => {
      const { peer, settle, socket } = subject;
      const came: [number[], Address][] = [];
      socket.onDatagram = (datagram, from) => came.push([[...datagram], from]);
      peer.send(Uint8Array.of(1, 2, 3));
      await settle();
      peer.send(new Uint8Array(528).fill(7));
      await settle();
      expect(came).toEqual([
        [[1, 2, 3], { ...peer.address }],
        [new Array<number>(528).fill(7), { ...peer.address }],
      ]);
    });

    test('sends to an address', async () => {
      const { peer, socket } = subject;
      socket.send(Uint8Array.of(4, 5), peer.address);
      expect([...(await peer.next())]).toEqual([4, 5]);
      const whole = Uint8Array.of(9, 8, 7, 6, 9);
      socket.send(whole.subarray(1, 4), peer.address);
      expect([...(await peer.next())]).toEqual([8, 7, 6]);
    });

    test('may be closed twice, and does nothing afterwards', async () => {
      const { peer, settle, socket } = subject;
      let came = 0;
      socket.onDatagram = () => came++;
      await socket.close();
      await socket.close();
      socket.send(Uint8Array.of(1), peer.address);
      peer.send(Uint8Array.of(1));
      await settle();
      expect(came).toBe(0);
    });
  });
}
