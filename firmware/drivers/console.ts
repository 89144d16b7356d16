/** Tells the owner at the console, if there is one. */
export function tell(text: string): void {
  print('Stagebox: ' + text);
}
