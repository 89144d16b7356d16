import { VirtualClock } from '../../host-sim/core/clock';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { NEW_NAME, isNewName } from '../../relay/records/fields';
import { isRoomId } from '../../wire';
import { Failure } from '../failure';
import { exceptionsFailure, openBoardConsole } from '../board/board-console';
import { readBuild } from '../firmware-text';
import { readKeys } from '../live/keyboard';
import { openLiveSpeaker } from '../live/live-speaker';
import { repeat } from '../live/repeat';
import { statusLine } from '../live/status-line';
import { makeOutputFolder, writeRecording } from '../sound/recordings';
import { readWav } from '../sound/wav';

/** The options of `stagebox speaker`. */
export type SpeakerOptions = {
  readonly name: string;
  readonly room: string;
  readonly relay: string;
  readonly microphone?: string;
  readonly duplex: 'half' | 'full';
  readonly seconds?: number;
  readonly out: string;
};

function splitAddress(text: string): { host: string; port: number } {
  const [host, port, ...rest] = text.split(':');
  const number = port === undefined ? 7780 : Number(port);
  if (!host || rest.length > 0 || !Number.isInteger(number) || number < 1 || number > 65535) {
    throw new Failure(`--relay "${text}" is no address: write host or host:port, such as 127.0.0.1:7780`);
  }
  return { host, port: number };
}

/**
 * `stagebox speaker`: one simulated board on real sockets. The space key presses and releases its button.
 * @throws Failure at once if the firmware fails at its start, at the end if there were other exceptions in it
 */
export async function speaker(options: SpeakerOptions): Promise<void> {
  if (!isNewName(options.name)) throw new Failure(`--name ${NEW_NAME}`);
  if (!isRoomId(options.room))
    throw new Failure(`--room "${options.room as string}" must be small letters, digits and hyphens`);
  const { host, port } = splitAddress(options.relay);
  makeOutputFolder(options.out);
  const { firmware, maps } = readBuild();
  const clock = new VirtualClock();
  const board = openLiveSpeaker({
    name: options.name,
    room: options.room,
    relay: host,
    relayPort: port,
    duplex: options.duplex,
    ...(options.microphone === undefined ? {} : { microphone: readWav(options.microphone) }),
    firmware,
    clock,
    seed: 1,
  });
  const shown = openBoardConsole(board, { print: (line) => console.log(line), maps });
  board.powerOn();
  const pump = pumpInRealTime(clock);
  console.log('space presses and releases the button · q quits');
  const looked = repeat(() => console.log(statusLine(options.name, board, clock.nowNs)), 1000);
  let keys = { close: (): void => {} };
  let isDown = false;
  const done = new Promise<void>((resolve, reject) => {
    shown.onBootFailure = reject;
    keys = readKeys((key) => {
      if (key === 'q' || key === 'ctrl-c') resolve();
      if (key !== ' ') return;
      isDown = !isDown;
      if (isDown) board.press();
      else board.release();
    });
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // A run that ends earlier does not wait for it.
    if (options.seconds !== undefined) setTimeout(resolve, options.seconds * 1000).unref();
  });
  try {
    await Promise.race([done, pump.failed, looked.failed]);
    pump.stop();
    console.log(`what ${options.name} heard: ${writeRecording(options.out, options.name, board, 0, clock.nowNs)}`);
  } finally {
    keys.close();
    looked.stop();
    pump.stop();
    board.powerOff();
  }
  const failure = exceptionsFailure([[options.name, shown.exceptions]]);
  if (failure) throw failure;
}
