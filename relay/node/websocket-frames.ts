// Reads and writes the frames of RFC 6455 with the ws package's own reader and writer, but without a socket. Bytes become
// messages within the call that brings them, so virtual time stays exact.

import WebSocket from 'ws';
import { READ_MAX_BYTES } from './websocket-signal-server';

type WriteDone = (error?: Error | null) => void;

/** The part of ws's `Receiver` that is used here. @types/ws does not declare it. */
interface FrameReceiver {
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
  on(event: 'ping', listener: (data: Buffer) => void): this;
  on(event: 'conclude', listener: (code: number) => void): this;
  _write(bytes: Buffer, encoding: 'buffer', done: WriteDone): void;
}

/** The part of ws's `Sender` that is used here. */
interface FrameSender {
  send(data: string, options: { binary: boolean; compress: boolean; fin: boolean; mask: boolean }): void;
  pong(data: Buffer, mask: boolean): void;
  close(code: number | undefined, reason: string | undefined, mask: boolean): void;
}

type ByteSink = { cork(): void; uncork(): void; write(bytes: Buffer | string): void };

const { Receiver, Sender } = WebSocket as unknown as {
  Receiver: new (options: { isServer: boolean; maxPayload: number }) => FrameReceiver;
  Sender: new (socket: ByteSink) => FrameSender;
};

/** Reads a client's frames and emits them at once. */
export class FrameReader extends Receiver {
  constructor() {
    super({ isServer: true, maxPayload: READ_MAX_BYTES });
  }

  /** Takes bytes, cut anywhere. Returns the close code to answer with if they are invalid. */
  feed(bytes: Uint8Array): number | undefined {
    let failure: Error | null | undefined;
    const done: WriteDone = (error) => {
      failure = error;
    };
    // Not `write`, because a stream reports an error only in a later turn of the event loop.
    this._write(Buffer.from(bytes), 'buffer', done);
    if (!failure) return undefined;
    return (failure as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 1009 : 1002;
  }
}

/** Writes a server's frames. */
export function createFrameWriter(write: (bytes: Uint8Array) => void): FrameSender {
  return new Sender({
    cork: () => {},
    uncork: () => {},
    write: (bytes) => write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
  });
}
