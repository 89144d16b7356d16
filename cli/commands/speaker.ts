import { createInterface } from 'node:readline';
import { SILENCE, type Board, type SampleSource } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { bootFailureOf, exceptionsFailure, openBoardConsole } from '../board/board-console';
import { statusOf } from '../board/speaker-status';
import { readBuild } from '../firmware-text';
import { ButtonQueue, BUTTON_WORDS } from '../live/button-words';
import { keyHelp, untilDone } from '../live/cast-keys';
import { openLiveSpeaker, repeated } from '../live/live-speaker';
import { RelayHint } from '../live/relay-hint';
import { repeat } from '../live/repeat';
import { readSpeakerSettings, type SpeakerOptions } from '../live/speaker-options';
import { openLiveView, type LiveView } from '../screen/live-view';
import { openLoudspeaker, openMicrophone } from '../sound/computer/computer-sound';
import { makeOutputFolder, writeRecording } from '../sound/recordings';
import { readWav } from '../sound/wav';

export type { SpeakerOptions };

const WORDS_TITLE = `words on standard input: ${Object.keys(BUTTON_WORDS).join(', ')}`;

/**
 * `stagebox speaker`: one simulated board on real sockets. Keys press its button, or, without a terminal, words on standard
 * input.
 * @throws Failure at once if the firmware fails at its start, at the end if there were other exceptions in it
 */
export async function speaker(options: SpeakerOptions): Promise<void> {
  const { name, settings } = readSpeakerSettings(options, Date.now());
  makeOutputFolder(options.out);
  const built = readBuild();
  const clock = new VirtualClock();
  const members: { name: string; board: Board; isHeld: boolean }[] = [];
  const hasKeys = process.stdin.isTTY;
  const print = (line: string): void => view.print(line);
  // Programs for sound are looked for before the screen is taken.
  const microphone = microphoneOf(options.microphone, (line) => print(line));
  const loudspeaker =
    options.loudspeaker === 'default'
      ? openLoudspeaker(
          () => members[0]!.board,
          clock,
          (line) => print(line),
        )
      : undefined;
  const view: LiveView = openLiveView({
    clock,
    title: `speaker "${name}" in room "${settings.room}" at ${settings.relay}:${settings.relayPort}`,
    speakers: () => members,
    ...(hasKeys ? keyHelp([name]) : { footers: [WORDS_TITLE, 'words: help'], help: [] }),
    draws: true,
  });
  const board = openLiveSpeaker({ name, settings, microphone: microphone.source, ...built, clock, seed: 1 });
  members.push({ name, board, isHeld: false });
  const shown = openBoardConsole(board, { print, maps: built.maps });
  const bootFailed = bootFailureOf([shown]);
  board.powerOn();
  const pump = pumpInRealTime(clock);
  const hint = new RelayHint(board, settings, print);
  const looked = repeat(() => {
    hint.look(clock.nowNs);
    view.look();
  }, view.lookEveryMs);
  const lines = hasKeys ? undefined : readWords(clock, board, print);
  try {
    const failed = Promise.race([pump.failed, bootFailed, looked.failed]);
    await untilDone({ ...options, headless: false }, { clock, view, members }, failed, lines?.quitted);
    pump.stop();
    view.close();
    for (const sound of [microphone, loudspeaker]) if (sound?.account) print(sound.account());
    print(`what ${name} heard: ${writeRecording(options.out, name, board, 0, clock.nowNs)}`);
  } finally {
    lines?.close();
    for (const sound of [microphone, loudspeaker]) sound?.close?.();
    looked.stop();
    pump.stop();
    view.close();
    board.powerOff();
  }
  const failure = exceptionsFailure([[name, shown.exceptions]]);
  if (failure) throw failure;
}

type Heard = { readonly source: SampleSource; readonly account?: () => string; readonly close?: () => void };

function microphoneOf(option: string | undefined, print: (line: string) => void): Heard {
  if (option === undefined) return { source: SILENCE };
  return option === 'default' ? openMicrophone(print) : { source: repeated(readWav(option)) };
}

/** Presses the button by lines of standard input. The end of the input ends nothing. */
function readWords(
  clock: VirtualClock,
  board: Board,
  print: (line: string) => void,
): { readonly quitted: Promise<void>; close(): void } {
  const { stdin } = process;
  const input = createInterface({ input: stdin });
  const quitted = new Promise<void>((quit) => {
    const isReady = (): boolean => !['offline', 'connecting', undefined].includes(statusOf(board)?.state);
    const queue = new ButtonQueue({ clock, board, isReady, print, quit });
    input.on('line', (line) => queue.take(line));
  });
  stdin.on('error', () => {});
  return {
    quitted,
    close() {
      input.close();
      stdin.destroy();
    },
  };
}
