import { Failure } from '../../cli/failure';
import { speaker } from '../../cli/commands/speaker';
import { statusOf } from '../../cli/board/speaker-status';
import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom } from '../../cli/simulation/simulated-room';
import { createDevice } from '../../relay/identity/device-record';
import { isNewName } from '../../relay/records/fields';

// A speaker counts the bytes of its name and takes no more than 64. Every door at which a name comes in counts the same, so no
// speaker is called "stagebox" because its name was too long.

const KEY = 'ab'.repeat(32);
const LONGEST = [
  'x'.repeat(64),
  'я'.repeat(32),
  '厨'.repeat(21) + 'x',
  '👋'.repeat(16),
  '"'.repeat(64),
  '\\'.repeat(64),
];
const TOO_LONG = ['x'.repeat(65), 'я'.repeat(33), 'я'.repeat(32) + 'x', '厨'.repeat(22), '👋'.repeat(16) + 'x'];

const scenarioWith = (name: string) =>
  parseScenario(JSON.stringify({ seconds: 1, speakers: [{ name }] }), 'names.json');

test.each(LONGEST.filter((name) => !name.includes('\\')))('%s is taken, and the speaker has it', (name) => {
  const room = openSimulatedRoom(scenarioWith(name), readFirmware(), new Map());
  room.runTo(1);
  expect(statusOf(room.speakers[0]!.board)?.name).toBe(Buffer.from(name, 'utf8').toString('latin1'));
  room.close();
});

test.each(LONGEST)('%s is a name for a device', (name) => {
  expect(isNewName(name)).toBe(true);
  expect(createDevice('kitchen', name, KEY, 0)).toMatchObject({ name });
});

test.each(TOO_LONG)('%s is refused, in words, wherever it comes in', async (name) => {
  expect(() => scenarioWith(name)).toThrow(/name: has to be 1 to 64 bytes/);
  expect(createDevice('kitchen', name, KEY, 0)).toMatchObject({ code: 'bad-name' });
  const options = { name, room: 'lounge', relay: '127.0.0.1', duplex: 'half', out: 'out' } as never;
  await expect(speaker(options)).rejects.toThrow(Failure);
  await expect(speaker(options)).rejects.toThrow(/--name has to be 1 to 64 bytes/);
});
