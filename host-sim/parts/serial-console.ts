// The interpreter's console as a serial line shows it: bytes in, bytes out (Espruino's src/jsinteractive.c).

/** The console of a board, line by line. */
type LineConsole = {
  /** Called with every line that the board prints. */
  onLine: (line: string) => void;
  /** Evaluates a line. The answer is missing if the line threw an exception. */
  type(line: string, onAnswer: (answer: string | undefined) => void): void;
};

/** At the start of a line: neither the line nor its answer is shown. */
const ECHO_OFF = '\x10';
const CONTROL_C = '\x03';
const ESCAPE = '\x1b';
const PROMPT = '>';
/** Back to the start of the line, and erases it. */
const REMOVE_LINE = '\r\x1b[J';

/**
 * A serial line to a board's console. What the console sends goes to `send`. It takes what a program sends that uploads
 * files: lines, lines without echo, Ctrl-C, line ends that do not execute (Escape and a new line), and line numbers, which it
 * ignores like all other sequences that begin with Escape and a bracket. It has no cursor keys and no history. Texts have one byte
 * in each character.
 */
export class SerialConsole {
  private line = '';
  private isEchoed = true;
  private before = '';
  private isInSequence = false;
  /** Whether the prompt and what was typed after it are shown. */
  private isLineShown = false;
  private readonly board: LineConsole;
  private readonly send: (bytes: string) => void;

  constructor(board: LineConsole, send: (bytes: string) => void) {
    this.board = board;
    this.send = send;
    board.onLine = (text) => this.print(text);
  }

  /** Bytes from the computer. */
  receive(bytes: string): void {
    for (const byte of bytes) this.receiveOne(byte);
  }

  private receiveOne(byte: string): void {
    const { before } = this;
    this.before = byte;
    if (this.isInSequence) this.isInSequence = byte >= '0' && byte <= '9';
    else if (before === ESCAPE && byte === '[') this.isInSequence = true;
    else if (byte === '\n' || byte === '\r') {
      if (before !== '\r' || byte === '\r') this.endLine(before !== ESCAPE);
    } else if (byte === CONTROL_C) this.interrupt();
    else if (byte === ECHO_OFF) this.isEchoed &&= this.line !== '';
    else if (byte >= ' ') this.add(byte, byte);
  }

  private add(text: string, echo: string): void {
    this.line += text;
    if (this.isEchoed) this.send(echo);
  }

  private endLine(isExecuted: boolean): void {
    if (isExecuted && openBrackets(this.line) <= 0) this.execute();
    else this.add('\n', '\r\n:');
  }

  private execute(): void {
    const text = this.line.trimEnd();
    const wasEchoed = this.isEchoed;
    if (wasEchoed) {
      this.send('\r\n');
      this.isLineShown = false;
    }
    this.line = '';
    this.isEchoed = true;
    if (text === '') {
      this.showLine();
      return;
    }
    this.board.type(text, (answer) => {
      if (wasEchoed && answer !== undefined) this.print(answer);
      this.showLine();
    });
  }

  private interrupt(): void {
    this.line = '';
    this.isEchoed = true;
    this.isLineShown = false;
    this.send('\r\n');
    this.showLine();
  }

  private print(text: string): void {
    if (this.isLineShown) this.send(REMOVE_LINE);
    this.isLineShown = false;
    this.send(`${text}\r\n`);
    if (this.line === '') this.showLine();
  }

  private showLine(): void {
    if (this.isLineShown || !this.isEchoed) return;
    this.isLineShown = true;
    this.send(PROMPT + this.line.replace(/\n/g, '\r\n:'));
  }
}

/** How many brackets a line leaves open. Those within quotes do not count. */
function openBrackets(line: string): number {
  const code = line.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, '');
  return [...code].reduce((open, c) => open + ('([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0), 0);
}
