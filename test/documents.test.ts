import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULTS } from '../firmware/settings/settings';
import * as pins from '../hardware/pins';
import { readConfig } from '../relay/config';

// What the documents say of the code is true of it.

const ROOT = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const readme = read('README.md');

test('the README lists every setting of the speaker, and its default', () => {
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const row = readme.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
    expect([name, row]).not.toEqual([name, undefined]);
    if (value !== '') expect(row).toContain(String(value));
  }
});

test('the README wires every pin of the board', () => {
  for (const [name, gpio] of Object.entries(pins)) {
    if (name.startsWith('PIN_'))
      expect([name, readme]).toEqual([name, expect.stringMatching(new RegExp(`^\\| ${gpio} \\|`, 'm'))]);
  }
});

test('the README lists every variable that the relay reads', () => {
  const asked = new Set<string>();
  readConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  expect(asked.size).toBeGreaterThan(6);
  for (const name of asked) expect(readme).toContain(`\`${name}\``);
});

test('the README lists every command', () => {
  const commands = [...read('cli/main.ts').matchAll(/\.command\('(\w+)'\)/g)].map((match) => match[1]);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    expect([command, readme]).toEqual([
      command,
      expect.stringMatching(new RegExp(`(stagebox -- |… |npm )${command}\\b`)),
    ]);
  }
});

test('the README tells as many lights as there are', () => {
  const lights = [...read('firmware/app/lights.ts').matchAll(/^ {2}\| '[\w -]+'/gm)];
  const table = readme.slice(readme.indexOf('| light | means |'), readme.indexOf('## You build one'));
  expect(table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| light'))).toHaveLength(
    lights.length,
  );
});

test('the scenario of the README is one that its test takes', () => {
  expect(readme).toContain('"script": [[0.5, "click"], [2, "hold", 3.5], [9, "double"]]');
});

test('every path that ARCHITECTURE.md names is there', () => {
  const paths = [
    ...read('ARCHITECTURE.md').matchAll(/`((?:wire|hardware|firmware|host-sim|relay|cli|test)\/[\w./-]*)`/g),
  ];
  expect(paths.length).toBeGreaterThan(20);
  for (const [, path] of paths) expect([path, existsSync(join(ROOT, path!))]).toEqual([path, true]);
});
