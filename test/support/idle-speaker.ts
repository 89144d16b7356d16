import { readFirmware } from '../../cli/firmware-text';
import { BenchRoom } from './bench-room';

const FIRMWARE = readFirmware();

/** Anna's speaker, alone on a bench, four seconds after power-on: it has booted and idles. */
export function idleSpeaker(settings: object = {}): BenchRoom {
  const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE, settings: { earcons: 0, ...settings } }]);
  return room.runTo(4);
}
