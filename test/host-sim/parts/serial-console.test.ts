import { SerialConsole } from '../../../host-sim/parts/serial-console';

/** A console whose board answers `1+1`, and prints what it is asked to print. */
function open(): { type(bytes: string): string; print(line: string): string; readonly executed: string[] } {
  const executed: string[] = [];
  let sent = '';
  const board = {
    onLine: (_line: string): void => {},
    type(line: string, onAnswer: (answer: string | undefined) => void): void {
      executed.push(line);
      if (line.startsWith('print')) board.onLine('printed');
      onAnswer(line === '1+1' ? '=2' : line === 'throw' ? undefined : '=undefined');
    },
  };
  const console = new SerialConsole(board, (bytes) => (sent += bytes));
  const shown = (run: () => void): string => {
    sent = '';
    run();
    return sent;
  };
  return {
    executed,
    type: (bytes) => shown(() => console.receive(bytes)),
    print: (line) => shown(() => board.onLine(line)),
  };
}

// What Espruino sends for the same bytes: src/jsinteractive.c, and seen on its build for Linux.

test('a line is echoed, answered, and followed by the prompt', () => {
  const { type } = open();
  expect(type('1+1\n')).toBe('1+1\r\n=2\r\n>');
  expect(type('\n')).toBe('\r\n>');
  expect(type('throw\r\n')).toBe('throw\r\n>');
});

test('a line without echo shows only what it prints', () => {
  const { type } = open();
  type('\n');
  expect(type('\x101+1\n')).toBe('');
  expect(type('\x10print(1)\n')).toBe('\r\x1b[Jprinted\r\n>');
});

test('a line goes on while a bracket is open, and after Escape and a new line; brackets in quotes do not count', () => {
  const { type, executed } = open();
  type('f(1,\n2)\na\x1b\nb\nprint("(")\n');
  expect(executed).toEqual(['f(1,\n2)', 'a\nb', 'print("(")']);
});

test('Ctrl-C forgets the line; line numbers and other sequences are ignored', () => {
  const { type, executed } = open();
  type('f(((\x031+1\n\x10\x1b[12d1+1\n');
  expect(executed).toEqual(['1+1', '1+1']);
});

test('what the board prints takes the place of the prompt, which comes back after it', () => {
  const { type, print } = open();
  type('\n');
  expect(print('hello')).toBe('\r\x1b[Jhello\r\n>');
});
