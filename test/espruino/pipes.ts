import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** The host's end of the interpreter's two pipes. Every line gets its answer before the next one is taken. */
export type Pipes = { close(): void };

/** Makes the pipes in `folder` and answers what comes. The interpreter waits for each answer. */
export function openPipes(folder: string, answer: (request: string) => string): Pipes {
  const requestsPath = join(folder, 'requests');
  const answersPath = join(folder, 'answers');
  execFileSync('mkfifo', [requestsPath, answersPath]);
  // Opened for both directions, so that neither opening waits for the other side, and no end of file ever comes.
  const requests = openSync(requestsPath, constants.O_RDWR | constants.O_NONBLOCK);
  const answers = openSync(answersPath, 'r+');
  const stream = new Socket({ fd: requests, readable: true, writable: false });
  let received = '';
  stream.setEncoding('latin1');
  stream.on('data', (text: string) => {
    received += text;
    for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n')) {
      const line = received.slice(0, end);
      received = received.slice(end + 1);
      const reply = answer(line);
      writeSync(answers, String(reply.length).padStart(4, '0') + reply, null, 'latin1');
    }
  });
  return {
    close: () => {
      stream.destroy();
      closeSync(answers);
    },
  };
}
