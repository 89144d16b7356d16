/** Prints a line for the owner at the console. */
export function printLine(text: string): void {
  print('Stagebox: ' + text);
}
