import { readFirmware } from '../../cli/firmware-text';
import { BenchRoom } from '../support/bench-room';

// A board with the stock image, on which nobody has switched Bluetooth off.

const FIRMWARE = readFirmware();
const WORDS = 'Bluetooth is on, so anybody near can use this console: ESP32.enableBLE(false), then upload again';

const crashes = (room: BenchRoom): string[] => room.lines.anna!.filter((line) => line.includes('Rebooting'));

test('with Bluetooth on the speaker joins no room, crashes never, and says what to do, by light and words', () => {
  const script = [[5, 'click']] as [number, 'click'][];
  const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE, board: { bluetooth: true }, script }]);
  room.runTo(120);
  expect(crashes(room)).toEqual([]);
  expect(room.lines.anna).toEqual([`Stagebox: fault 5: ${WORDS}`]);
  expect(room.status('anna')).toMatchObject({ bluetooth: true, light: 'fault', state: 'fault', fault: WORDS });
  expect(room.boards.anna!.evaluate('require("Wifi").getIP().ip')).toBe('0.0.0.0');
  room.close();
});

test('what it says to do helps: Bluetooth off, and uploaded again, it joins', () => {
  const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE, board: { bluetooth: true } }]).runTo(3);
  const { anna } = room.boards;
  anna!.type('ESP32.enableBLE(false)');
  room.runTo(5);
  // The command erased the boot bundle, and nothing else.
  const boot = (FIRMWARE as Record<string, string>)['.bootcde']!;
  anna!.evaluate(`require("Storage").write(".bootcde",${JSON.stringify(boot)})`);
  anna!.type('load()');
  room.runTo(9);
  expect(room.status('anna')).toMatchObject({ bluetooth: false, state: 'idle', fault: '' });
  anna!.press();
  room.runTo(9.1);
  anna!.release();
  expect(room.runTo(11).status('anna').state).toBe('inRoom');
  room.close();
});

/** Starts the firmware anew with other globals than the simulated board has. */
function startWith(globals: string): BenchRoom {
  const files = FIRMWARE as Record<string, string>;
  const room = new BenchRoom([
    { name: 'anna', firmware: { ...files, '.bootcde': `${globals};\n${files['.bootcde']!}` } },
  ]);
  return room.runTo(4);
}

test.each<[what: string, globals: string, isOn: boolean]>([
  ['an image whose state does not tell', 'ESP32.getState=function(){return{}}', true],
  ['an image with Bluetooth and without ESP32', 'delete global.ESP32;NRF={}', true],
  ['an image with neither', 'delete global.ESP32', false],
  [
    'an image that was built without Bluetooth',
    'delete ESP32.enableBLE;ESP32.getState=function(){return{BLE:true}}',
    false,
  ],
])('Bluetooth counts as off only where that is known: %s', (_, globals, isOn) => {
  const room = startWith(globals);
  expect(room.status('anna')).toMatchObject({ bluetooth: isOn, state: isOn ? 'fault' : 'idle' });
  room.close();
});
