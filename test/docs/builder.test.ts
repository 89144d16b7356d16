import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFirmware } from '../../cli/firmware-text';
import { createNodeBoard } from '../../cli/board/node-board';
import { defaultSettings } from '../../firmware/settings/settings';
import * as pins from '../../hardware/pins';
import { InMemoryNetwork, SILENCE, VirtualClock, type Board } from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { codeBlocks, quoted, readDocument, ROOT, tableRows } from '../support/documents';

const guide = readDocument('docs/builder.md');

test('the table of settings has every setting with its default, and no other', () => {
  const rows = tableRows(guide, '| setting |');
  const listed = rows.flatMap(([names = '', , standard = '']) => quoted(names).map((name) => [name, standard]));
  const known = Object.entries(defaultSettings()).map(([name, value]) => [
    name,
    value === '' ? 'none' : `\`${JSON.stringify(value)}\``,
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
});

test('the table of wiring has every pin', () => {
  const listed = tableRows(guide, '| GPIO |').map(([gpio]) => Number(gpio));
  const known = Object.entries(pins).filter(([name]) => name.startsWith('PIN_'));
  expect(listed.sort()).toEqual(known.map(([, gpio]) => gpio).sort());
});

/** A simulated board with its console. */
function boot(): { board: Board; type(line: string): string } {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1');
  const board = createNodeBoard({
    name: 'kitchen',
    clock,
    network,
    firmware: readFirmware(),
    microphone: SILENCE,
    seed: 1,
  });
  const lines: string[] = [];
  board.onLine = (line) => lines.push(line);
  const run = (seconds: number): void => clock.runUntil(clock.nowNs + seconds * NS_PER_SECOND);
  board.powerOn();
  run(4);
  return {
    board,
    type(line) {
      const before = lines.length;
      board.type(line);
      // Long enough to start anew.
      run(6);
      return lines.slice(before).find((answer) => answer.startsWith('=')) ?? lines.slice(before).join('\n');
    },
  };
}

test('what it shows for the console works at the console of a board', () => {
  const { type } = boot();
  const shown = codeBlocks(guide, 'js').map((code) => code.trim());
  expect(shown.length).toBeGreaterThan(2);
  for (const line of [...shown, ...quoted(guide).filter((code) => code.startsWith('testSound('))]) {
    const answer = line.startsWith('configure')
      ? '="saved; starting anew"'
      : line === 'status()'
        ? '={ "version"'
        : '="running"';
    expect([line, type(line)]).toEqual([line, expect.stringContaining(answer)]);
  }
});

test('the table of status() has all that it tells', () => {
  const told = boot().board.evaluate('JSON.stringify(status())') as string;
  const status = JSON.parse(told) as { readonly packets: object };
  const names = [...Object.keys(status), ...Object.keys(status.packets)];
  const rows = tableRows(guide, '| field |');
  const listed = rows.flatMap(([cell = '']) => quoted(cell));
  expect(listed.sort()).toEqual(Object.keys(status).sort());
  for (const name of names) expect(guide).toContain(`\`${name}\``);
});

test('the messages that it explains are those of the firmware', () => {
  const sources = readdirSync(join(ROOT, 'firmware'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const firmware = sources.map((path) => readFileSync(join(ROOT, 'firmware', path), 'utf8')).join('\n');
  const messages = tableRows(guide, '| what you see |').flatMap(([cell = '']) => quoted(cell));
  expect(messages.length).toBeGreaterThan(5);
  const pieces = messages.flatMap((message) => message.replace(/^fault \d:? ?/, '').split('…'));
  for (const piece of pieces) {
    if (piece.length > 5) expect([piece, firmware.includes(piece.trim())]).toEqual([piece, true]);
  }
});
