import { InMemoryNetwork, SILENCE, VirtualClock, type Board, type BoardOptions } from '../../host-sim';
import { createNodeBoard } from '../../cli/board/node-board';
import { readFirmware } from '../../cli/firmware-text';
import { statusOf } from '../../cli/board/speaker-status';
import { encodePcmuSample } from '../../wire';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// What a hobbyist sees at the console of a board: about settings, and about faults of the board.

type Console = {
  readonly board: Board;
  readonly lines: string[];
  run(seconds: number): void;
  type(line: string): string;
};

function boot(options: Partial<BoardOptions> = {}): Console {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1');
  const board = createNodeBoard({
    name: 'anna',
    clock,
    network,
    firmware: readFirmware(),
    microphone: SILENCE,
    seed: 1,
    ...options,
  });
  const lines: string[] = [];
  board.onLine = (line) => lines.push(line);
  board.powerOn();
  const run = (seconds: number): void => clock.runUntil(clock.nowNs + seconds * NS_PER_SECOND);
  run(4);
  return {
    board,
    lines,
    run,
    type(line) {
      const before = lines.length;
      board.type(line);
      run(0.1);
      return lines.slice(before).join('\n');
    },
  };
}

const settings = (value: object): Partial<BoardOptions> => ({ settings: { 'stagebox.json': JSON.stringify(value) } });

test('a board that was never set up says what to do', () => {
  const { board, lines } = boot();
  expect(lines.join()).toContain('not set up yet: configure({');
  expect(statusOf(board)).toMatchObject({ state: 'offline', light: 'offline', fault: '' });
});

test('settings are saved, survive the restart and take effect', () => {
  const console = boot();
  const answer = console.type('configure({ssid:"home",relay:"10.0.0.1",name:"kitchen",room:"family-2"})');
  expect(answer).toContain('saved; starting anew');
  console.run(5);
  expect(statusOf(console.board)).toMatchObject({ name: 'kitchen', state: 'connecting' });
  expect(console.lines.join()).toContain('10.0.0.1:7780');
});

test.each([
  ['{room:"My Room"}', 'room must be 1 to 40 small letters, digits and hyphens'],
  ['{volume:11}', 'volume must be a number from 0 to 1'],
  ['{duplex:"both"}', 'duplex must be "half" or "full"'],
  ['{microphoneGain:0}', 'microphoneGain must be a number from 1 to 60'],
  ['{codec:"opus"}', 'codec must be "wide" or "narrow" or "pcmu" or "tables"'],
  ['{relayPort:0}', 'relayPort must be a number from 1 to 65535'],
  ['{name:"a\\nb"}', 'name must be 1 to 64 bytes without control characters'],
  ['{muteSwitch:1}', 'muteSwitch must be true or false'],
  ['{night:"dark"}', 'night must be "on" or "off"'],
  ['{earcons:-1}', 'earcons must be a number from 0 to 1'],
  ['{colour:"red"}', 'there is no setting "colour"'],
  ['{}', 'nothing to set'],
  ['', 'nothing to set'],
])('configure(%s) is refused in words, and nothing is saved', (argument, words) => {
  const console = boot(settings({ ssid: 'home', relay: '10.0.0.1', name: 'anna' }));
  const answer = console.type(`configure(${argument})`);
  expect(answer.replaceAll('\\"', '"')).toContain(words);
  console.run(5);
  expect(statusOf(console.board)).toMatchObject({ name: 'anna', fault: '' });
});

test('a bad setting in flash is told, and the default holds', () => {
  const { board, lines } = boot(settings({ ssid: 'home', relay: '10.0.0.1', name: 'x'.repeat(65), volume: 'loud' }));
  expect(lines.join()).toContain('a setting in stagebox.json is ignored: name must be');
  expect(lines.join()).toContain('volume must be');
  expect(statusOf(board)?.name).toBe('stagebox');
});

test('settings that are no JSON leave a board that can be set up', () => {
  const { board } = boot({ settings: { 'stagebox.json': '{"ssid":' } });
  expect(statusOf(board)).toMatchObject({ state: 'offline', fault: '' });
});

const RELAY_WORDS = 'relay must be a host name or an address, such as "192.168.1.5", and nothing else';

test.each([
  ...[
    'ws://relay.example',
    'https://relay.example/',
    'relay.example:7780',
    'relay.example/path',
    'two words',
    ' relay',
    'relay ',
  ],
  ...[
    'relay\r\nX-Header: 1',
    'relay\nHost: other',
    'relay\0',
    'a\tb',
    'user@relay',
    'relay?x',
    '[::1]',
    '::1',
    'реле',
    '',
  ],
  ...[
    '.',
    'relay.',
    '.relay',
    'a..b',
    '-relay',
    'relay-',
    'x'.repeat(64),
    'a.'.repeat(127) + 'b',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
  ],
  ...['0.0.0.0', '255.255.255.255', '01.2.3.4', '10.0.0.1.', 'relay.7', '12345'],
])('%j is no relay: configure and the file refuse it in words', (relay) => {
  const console = boot(settings({ ssid: 'home', relay }));
  expect(console.lines.join('\n')).toContain(`a setting in stagebox.json is ignored: ${RELAY_WORDS}`);
  expect(console.lines.join()).toContain('not set up yet');
  const answer = console.type(`configure(${JSON.stringify({ relay })})`);
  expect(answer.replaceAll('\\"', '"')).toContain(RELAY_WORDS);
});

test.each([
  '10.0.0.1',
  '192.168.1.5',
  'relay',
  'relay.example',
  'my_relay',
  'stagebox-2.local',
  'a.b-c.d1',
  'x'.repeat(63),
  '1a.2b',
])('%s is a relay', (relay) => {
  expect(boot(settings({ ssid: 'home' })).type(`configure(${JSON.stringify({ relay })})`)).toContain('saved');
});

const KEY = '0123456789abcdef'.repeat(4);

test.each([
  ['{relayPort:7780.5}', 'relayPort must be a whole number'],
  ['{relayPort:NaN}', 'relayPort must be a number from 1 to 65535'],
  ['{relayPort:-1}', 'relayPort must be a number from 1 to 65535'],
  ['{relayPort:65536}', 'relayPort must be a number from 1 to 65535'],
  ['{relayPort:"7780"}', 'relayPort must be a number from 1 to 65535'],
  ['{relayPort:Infinity}', 'relayPort must be a number from 1 to 65535'],
  ['{volume:NaN}', 'volume must be a number from 0 to 1'],
  ['{volume:"1"}', 'volume must be a number from 0 to 1'],
  ['{volume:true}', 'volume must be a number from 0 to 1'],
  ['{earcons:null}', 'earcons must be a number from 0 to 1'],
  ['{microphoneGain:61}', 'microphoneGain must be a number from 1 to 60'],
  ['{microphoneGain:[12]}', 'microphoneGain must be a number from 1 to 60'],
  ['{ssid:""}', 'ssid must be the name of your Wi-Fi, 1 to 32 bytes'],
  ['{ssid:7}', 'ssid must be the name of your Wi-Fi, 1 to 32 bytes'],
  ['{ssid:"0123456789012345678901234567890123"}', 'ssid must be the name of your Wi-Fi, 1 to 32 bytes'],
  ['{password:12345678}', 'password must be a text of at most 64 bytes'],
  ['{password:"a\\nb"}', 'password must be a text of at most 64 bytes'],
  ['{password:null}', 'password must be a text of at most 64 bytes'],
  [`{password:"${'x'.repeat(64)}"}`, 'one of 64 bytes has hex digits alone'],
  [`{name:"${'x'.repeat(65)}"}`, 'name must be 1 to 64 bytes without control characters'],
  ['{name:["anna"]}', 'name must be 1 to 64 bytes without control characters'],
  ['{room:undefined}', 'room must be 1 to 40 small letters, digits and hyphens'],
  ['{device:"kitchen"}', 'there is no key'],
  [`{key:"${KEY}"}`, 'there is no device'],
  ['{device:"kitchen",key:"0123"}', 'key must be 64 small hex digits'],
  ['[]', 'nothing to set'],
  ['["room"]', 'nothing to set'],
  ['"room"', 'nothing to set'],
  ['null', 'nothing to set'],
])('configure(%s) can never work, and is refused in words', (argument, words) => {
  const console = boot(settings({ ssid: 'home', relay: '10.0.0.1', name: 'anna' }));
  const answer = console.type(`configure(${argument})`);
  expect(answer.replaceAll('\\"', '"')).toContain(words);
  expect(answer).not.toContain('saved');
});

test('device and key are saved together, and one of them later', () => {
  const console = boot(settings({ ssid: 'home', relay: '10.0.0.1' }));
  expect(console.type(`configure({device:"kitchen",key:"${KEY}"})`)).toContain('saved; starting anew');
  console.run(5);
  expect(console.type('configure({device:"hall"})')).toContain('saved; starting anew');
});

test.each([{ key: KEY }, { device: 'kitchen' }])(
  'a file with half of a sign-in is named, and the board does without: %j',
  (half) => {
    const { board, lines } = boot(settings({ ssid: 'home', relay: '10.0.0.1', ...half }));
    expect(lines.join('\n')).toContain('device and key in stagebox.json are ignored: there is no');
    expect(statusOf(board)).toMatchObject({ state: 'connecting', settings: expect.stringContaining('device and key') });
  },
);

test.each([
  '{"ssid":',
  '{"ssid":"home"',
  '[{"ssid":"home"}]',
  '"home"',
  '7',
  'null',
  '',
  'garbage',
  '{"ssid":"home"}}x',
  '\0\0\0\0',
])('a file that holds %j is named in status(), kept beside, and replaced by what is set', (text) => {
  const console = boot({ settings: { 'stagebox.json': text } });
  expect(console.lines.join('\n')).toContain('stagebox.json is damaged');
  expect(statusOf(console.board)).toMatchObject({
    state: 'offline',
    fault: '',
    settings: expect.stringContaining('stagebox.json is damaged'),
  });
  expect(console.type('configure({ssid:"home",relay:"10.0.0.1",name:"kitchen"})')).toContain(
    'saved, and nothing else is set: stagebox.json was damaged and is kept as stagebox.bad; starting anew',
  );
  console.run(5);
  expect(statusOf(console.board)).toMatchObject({ name: 'kitchen', state: 'connecting', settings: '' });
  expect(console.board.evaluate('require("Storage").read("stagebox.bad")')).toBe(text);
});

test('a setting in flash that is ignored is named in status(), too', () => {
  const { board } = boot(settings({ ssid: 'home', relay: '10.0.0.1', name: 'x'.repeat(65) }));
  expect(statusOf(board)).toMatchObject({ settings: expect.stringContaining('name must be 1 to 64 bytes') });
});

test('a module with PSRAM is refused in words and with one blink', () => {
  const { board, lines } = boot({ memory: 'psram' });
  expect(lines.join()).toContain('fault 1: the DMA buffer lies where I2S cannot reach it: use a module without PSRAM');
  expect(statusOf(board)).toMatchObject({ state: 'fault', light: 'fault' });
});

test('Wi-Fi out of reach is told, and found when it comes', () => {
  const console = boot(settings({ ssid: 'home', relay: '10.0.0.1' }));
  console.board.setWifiInReach(false);
  console.run(20);
  expect(statusOf(console.board)).toMatchObject({ state: 'offline', light: 'offline' });
  console.board.setWifiInReach(true);
  console.run(40);
  expect(statusOf(console.board)?.state).toBe('connecting');
});

test('the sound table in flash is right for every sample', () => {
  const { board } = boot(settings({ codec: 'tables' }));
  const sum = board.evaluate(
    '(function(){var t=new Uint8Array(require("Storage").readArrayBuffer("sb.pcmu")),s=[];for(var i=0;i<65536;i++)s.push(t[i]);return s.join()})()',
  );
  const right = Array.from({ length: 65536 }, (_, i) => encodePcmuSample((i << 16) >> 16)).join();
  expect(sum === right).toBe(true);
});

test.each(['testSound(16000,"full")', 'configure({volume:0.5})'])(
  '%s ends the stream: no kernel runs on',
  (command) => {
    const console = boot(settings({ ssid: 'home', relay: '10.0.0.1' }));
    const before = console.board.nativeInstructions;
    console.run(0.1);
    expect(console.board.nativeInstructions).toBeGreaterThan(before);
    console.type(command);
    const stopped = console.board.nativeInstructions;
    console.run(0.1);
    expect(console.board.nativeInstructions).toBe(stopped);
  },
);
