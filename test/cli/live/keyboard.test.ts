import { keysOf } from '../../../cli/live/keyboard';
import { keyHandler } from '../../../cli/live/cast-keys';
import { VirtualClock, type Board } from '../../../host-sim';
import type { LiveView } from '../../../cli/screen/live-view';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

test('an arrow or function key is one key, a pasted text many', () => {
  expect(keysOf('\x1b[A')).toEqual(['\x1b[A']);
  expect(keysOf('\x1bOP\x1b[15~1')).toEqual(['\x1bOP', '\x1b[15~', '1']);
  expect(keysOf('1é👋\x03')).toEqual(['1', 'é', '👋', 'ctrl-c']);
  expect(keysOf('\x1b')).toEqual(['\x1b']);
});

function stage() {
  const clock = new VirtualClock();
  const said: string[] = [];
  const pressed: string[] = [];
  const member = (name: string) => ({
    isHeld: false,
    board: { press: () => pressed.push(`${name} down`), release: () => pressed.push(`${name} up`) } as unknown as Board,
  });
  const view = {
    hint: (text: string) => void said.push(text),
    toggleHelp: () => void said.push('help'),
    choose: (index: number) => void said.push(`chosen ${index}`),
  } as unknown as LiveView;
  const quit = (): void => void said.push('quit');
  const press = keyHandler({ clock, view, members: [member('anna'), member('boris')], quit });
  return {
    press: (key: string) => {
      press(key);
      clock.runUntil(clock.nowNs + NS_PER_SECOND);
    },
    said,
    pressed,
  };
}

test('keys press the buttons of the speakers that they name, and others that of the last one', () => {
  const { press, pressed } = stage();
  for (const key of ['2', ' ', 'h', 'h', 'd']) press(key);
  expect(pressed).toEqual(new Array(6).fill(['boris down', 'boris up']).flat().slice(0, 10));
  pressed.length = 0;
  press('1');
  expect(pressed).toEqual(['anna down', 'anna up']);
});

test('a key that is none is named, and nothing is pressed', () => {
  const { press, pressed, said } = stage();
  for (const key of ['x', '3', '\x1b[A', '\t']) press(key);
  expect(pressed).toEqual([]);
  expect(said.filter((text) => text !== '')).toEqual([
    '"x" is no key here; ? shows the keys',
    '"3" is no key here; ? shows the keys',
    'this key is no key here; ? shows the keys',
    'this key is no key here; ? shows the keys',
  ]);
});

test('the hint goes with the next key', () => {
  const { press, said } = stage();
  press('x');
  press('?');
  expect(said).toEqual(['', '"x" is no key here; ? shows the keys', '', 'help']);
});
