/** What a command that shows the state of its speakers writes to the terminal. */
interface Terminal {
  /** Shows the state. On a terminal it stays at the bottom and is drawn over; elsewhere it is printed. */
  show(lines: readonly string[]): void;
  /** Prints a line above the state. */
  print(line: string): void;
}

/** Writes to standard output. With `redraws`, the state is drawn over each time. */
export function openTerminal(redraws: boolean): Terminal {
  /** The lines of state that stand above the cursor. */
  let height = 0;
  const erase = (): void => {
    if (height > 0) process.stdout.write(`\x1b[${height}A\x1b[J`);
    height = 0;
  };
  return {
    show(lines) {
      erase();
      process.stdout.write(lines.map((line) => `${line}\n`).join(''));
      if (redraws) height = lines.length;
    },
    print(line) {
      erase();
      process.stdout.write(`${line}\n`);
    },
  };
}
