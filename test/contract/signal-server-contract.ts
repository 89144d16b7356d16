import type { SignalConnection, SignalServer } from '../../relay/ports/ports';

/** A member's end of a connection. */
export type SignalClient = {
  send(text: string): void;
  /** The next message, in order. */
  next(): Promise<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): void;
};

type SignalServerUnderTest = {
  readonly server: SignalServer;
  connect(): Promise<SignalClient>;
  close(): Promise<void>;
};

type Met = { readonly client: SignalClient; readonly connection: SignalConnection };

/** What the relay expects of every signalling server. */
export function describeSignalServer(name: string, open: () => Promise<SignalServerUnderTest>): void {
  describe(`${name} as a signalling server`, () => {
    let subject: SignalServerUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(async () => {
      await subject.server.close();
      await subject.close();
    });

    async function meet(): Promise<Met> {
      const { server } = subject;
      const connected = new Promise<SignalConnection>((resolve) => {
        server.onConnection = (connection) => {
          connection.onMessage = (text) => connection.send(`you said ${text}`);
          resolve(connection);
        };
      });
      const client = await subject.connect();
      return { client, connection: await connected };
    }

    test('has a port', () => {
      expect(subject.server.port).toBeGreaterThan(0);
    });

    test('knows where a connection comes from', async () => {
      const { connection } = await meet();
      expect(connection.remoteHost).toMatch(/^[0-9a-f.:]+$/);
    });

    test('passes text both ways, in order, in any script', async () => {
      const { client, connection } = await meet();
      const texts = ['{"type":"ping","id":1}', 'Анна 🎤 ليلى', 'x'.repeat(4000), ''];
      for (const text of texts) client.send(text);
      for (const text of texts) expect(await client.next()).toBe(`you said ${text}`);
      connection.send('and more');
      expect(await client.next()).toBe('and more');
    });

    test('reads messages somewhat over the limit, so that they can be refused with a message', async () => {
      const { client } = await meet();
      client.send('y'.repeat(5000));
      expect(await client.next()).toHaveLength('you said '.length + 5000);
    });

    test('reports once that the member has closed, and sends nothing afterwards', async () => {
      const { client, connection } = await meet();
      let closes = 0;
      const closed = new Promise<void>((resolve) => {
        connection.onClose = () => {
          closes++;
          resolve();
        };
      });
      client.close();
      await closed;
      connection.send('too late');
      connection.close(1000, '');
      await client.closed;
      expect(closes).toBe(1);
    });

    test('closes with a code and a reason, once', async () => {
      const { client, connection } = await meet();
      const closed = new Promise<void>((resolve) => {
        connection.onClose = resolve;
      });
      connection.send('goodbye');
      connection.close(4000, 'silent');
      connection.close(1001, 'again');
      expect(await client.next()).toBe('goodbye');
      expect(await client.closed).toEqual({ code: 4000, reason: 'silent' });
      await closed;
    });

    test('closes all connections when it closes, and may be closed twice', async () => {
      const first = await meet();
      const second = await meet();
      await Promise.all([subject.server.close(), subject.server.close()]);
      expect((await first.client.closed).code).toBe(1001);
      expect((await second.client.closed).code).toBe(1001);
      await subject.server.close();
    });
  });
}
