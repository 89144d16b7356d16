import { playInvitation } from '../../cli/demo/invitation';

// The same story as it happens, on real sockets: TCP for signalling and pages, UDP for sound. Nothing is said of how fast.

jest.setTimeout(120_000);

test('the story comes to its end in real time', async () => {
  const lines: string[] = [];
  await playInvitation('real', (line) => lines.push(line));
  expect(lines).toEqual([
    expect.stringContaining('has signed in'),
    expect.stringContaining('«Было бы большой честью поговорить с вами». The invitation is sent.'),
    expect.stringContaining('rings'),
    expect.stringContaining('It is consulting, an answer is due in 2 days.'),
    expect.stringContaining('a link'),
    expect.stringContaining('the host reads: "A very interesting proposal; first we must understand it."'),
    expect.stringContaining('accepted'),
    expect.stringContaining('winks'),
    expect.stringContaining('the microphone is closed'),
    expect.stringContaining('the ring is red. 3000 are listening.'),
  ]);
});
