import { createDevice, type Device } from './app/device';
import { codecFault, i2sFault, memoryFault, movedFault, type Fault } from './app/faults';
import { changesWithStep } from './app/light-frames';
import { lightFor, type LightName } from './app/lights';
import { newSession, type Session } from './app/session';
import { doubleClickIn } from './app/session-gestures';
import { chooseSound, codeWords, soundMemoryWords, type ChosenSound } from './audio/choose-sound';
import type { Sound } from './audio/sound';
import { watchButton } from './drivers/button';
import { tell } from './drivers/console';
import { startI2s, stopI2s, type I2sDirection } from './drivers/i2s';
import { createLedLight, createRingLight } from './drivers/light';
import { watchMuteSwitch } from './drivers/mute-switch';
import { unmarkKernels } from './audio/kernel-path/kernel-marker';
import { takeSoundMemory } from './audio/sound-memory';
import { keepWifi } from './drivers/wifi';
import { eraseSettings, readSettings, writeSettings } from './settings/settings-store';
import { changesComplaint, type Fields, type Settings } from './settings/settings';

// The composition root, and the only file that acts when loaded. The sound memory comes first, so that it lies low and
// stays where it is; then whatever writes flash; then the stream, after which nothing may.

const LIGHT_EVERY_MS = 100;
/** Long enough for the console to show the answer first. */
const RESTART_MS = 200;

const settings: Settings = readSettings();
const memory = takeSoundMemory(soundMemoryWords(settings.codec), codeWords(settings.codec));
let fault: Fault | undefined;
let device: Device | undefined;
let chosen: ChosenSound | undefined;
let sound: Sound | undefined;

function failed(what: Fault): undefined {
  fault = what;
  tell(`fault ${what.number}: ${what.text}`);
  return undefined;
}

function onMoved(): void {
  failed(movedFault());
  if (device) device.shutDown();
}

function startSound(): void {
  if (typeof memory === 'string') return failed(memoryFault(memory));
  const choice = chooseSound(settings, memory, onMoved);
  if (typeof choice === 'string') return failed(codecFault(choice));
  chosen = choice;
  if (typeof choice.sound === 'string') return failed(i2sFault(choice.sound));
  sound = choice.sound;
  device = createDevice(settings, sound, factoryReset);
}

function startRoom(speaker: Device): void {
  if (settings.muteSwitch) watchMuteSwitch(speaker.muteSwitch);
  watchButton(() => doubleClickIn(speaker.session()), speaker.gesture);
  if (!settings.ssid || !settings.relay) {
    tell('not set up yet: configure({ ssid: "...", password: "...", relay: "..." })');
    return;
  }
  keepWifi(settings.ssid, settings.password, { onUp: () => speaker.wifi(true), onDown: () => speaker.wifi(false) });
}

/** Brightness step of the open microphone: about −46, −38, −30 and −22 dB of full scale between 0 and 4; −1 while it is closed. */
function voiceStep(): number {
  const level = sound ? sound.level() : -1;
  if (level < 0.00016) return level < 0 ? -1 : level > 0.000025 ? 1 : 0;
  return level > 0.006 ? 4 : level > 0.001 ? 3 : 2;
}

const NO_SESSION: Session = newSession();

/** The light that suits the state. */
function lightName(): LightName {
  return lightFor(
    device ? device.session() : NO_SESSION,
    sound ? sound.microphoneState() === 'open' : false,
    fault !== undefined,
  );
}

/**
 * Shows the state ten times a second; while the owner speaks, five times: sound has the processor then, and all that can
 * change is how loud the voice is.
 */
function startLight(): void {
  const isNight = settings.night === 'on';
  const show = settings.light === 'led' ? createLedLight(isNight) : createRingLight(isNight);
  let voice = -1;
  let isIdleTurn = false;
  let light: LightName = 'offline';
  let session: Session | undefined;
  let othersSpeak = false;
  let shownFault: Fault | undefined;
  let step = 0;

  function showState(wasOpen: boolean): void {
    const nowSession = device ? device.session() : NO_SESSION;
    const nowOthersSpeak = device ? device.othersSpeak() : false;
    const isNew = wasOpen || nowSession !== session || nowOthersSpeak !== othersSpeak || fault !== shownFault;
    session = nowSession;
    othersSpeak = nowOthersSpeak;
    shownFault = fault;
    step++;
    if (isNew) {
      const name = lightName();
      if (wasOpen || name !== light) step = 0;
      light = name;
    }
    const count = fault ? fault.number : session.hand;
    const frame = { name: light, step, level: 0, othersSpeak, count };
    if (isNew || changesWithStep(frame) || settings.light === 'led') show(frame);
  }

  setInterval(() => {
    isIdleTurn = !isIdleTurn;
    if (voice >= 0 && isIdleTurn) return;
    const now = voiceStep();
    if (now < 0) showState(voice >= 0);
    else if (now !== voice) show({ name: 'microphone open', step: 0, level: now, othersSpeak: false, count: 0 });
    voice = now;
  }, LIGHT_EVERY_MS);
}

/** These of the sound's counters; 0 for one that it does not have. */
function counted(names: string): Fields {
  const counters: Fields = sound ? sound.counters() : {};
  const told: Fields = {};
  names.split(' ').forEach((name) => (told[name] = counters[name] || 0));
  return told;
}

/** What the speaker is doing, for the owner at the console. Times in milliseconds; counters since the board started. */
function status() {
  const session = device ? device.session() : undefined;
  const strange = device ? device.media.counters : { strangers: 0, malformed: 0 };
  const told = {
    version: __VERSION__,
    name: settings.name,
    state: session ? session.kind : 'fault',
    role: session && session.kind === 'inRoom' ? session.role : '',
    light: lightName(),
    microphone: sound ? sound.microphoneState() : 'closed',
    codec: sound ? sound.name : '',
    whyTables: chosen ? chosen.whyTables : '',
    joinMs: device ? device.joinMs() : -1,
    playing: sound ? sound.isPlaying() : false,
    packets: Object.assign(counted('sent received lost late concealed'), strange),
    fault: fault ? fault.text : '',
    jsVars: process.memory(false).usage,
  };
  return Object.assign(told, counted('underruns overruns skipped droppedSamples addedSamples bufferMs'));
}

/** Sets what the owner gives and starts anew. The stream stops first: a flash write halts the processor. */
function configure(changes: unknown): string {
  const why = changesComplaint(changes);
  if (why) return why;
  if (sound) sound.stop();
  // Whatever is set, kernels that crashed may be tried again.
  unmarkKernels();
  if (!writeSettings(changes)) return 'flash is full: erase other files from Storage, then load()';
  setTimeout(load, RESTART_MS);
  return 'saved; starting anew';
}

/** Forgets everything that was set, and starts anew. */
function factoryReset(): void {
  if (sound) sound.stop();
  unmarkKernels();
  eraseSettings();
  load();
}

/** Runs the sound hardware alone, for a look at wiring and registers; `load()` ends it. */
function testSound(rateHz: number, direction: I2sDirection): string {
  if (!chosen) return fault ? fault.text : 'there is no sound memory';
  if (rateHz !== 8000 && rateHz !== 16000) return 'the rate must be 8000 or 16000';
  if (['full', 'tx', 'rx'].indexOf(direction) < 0) return 'the direction must be "full", "tx" or "rx"';
  if (sound) sound.stop();
  stopI2s();
  return startI2s(chosen.dma, rateHz, direction) || 'running';
}

startSound();
startLight();
if (device) startRoom(device);
Object.assign(global, { status, configure, testSound });
