import { recognizeGestures } from './app/button-gestures';
import { apply, createDevice, type Device } from './app/device';
import { bluetoothFault, codecFault, crashFault, i2sFault, memoryFault, movedFault, type Fault } from './app/faults';
import { startLight } from './app/light-animation';
import type { Speaker } from './app/speaker';
import { isCrashLoop, supervise } from './app/supervise';
import { chooseSound, codeWords, soundMemoryWords, type ChosenSound } from './audio/choose-sound';
import { allocateSoundMemory } from './audio/sound-memory';
import { createCommands, factoryReset } from './console/commands';
import { mayHaveBluetooth } from './drivers/chip';
import { printLine } from './drivers/console';
import { firmwareComplaint } from './drivers/module-files';
import { watchMuteSwitch } from './drivers/mute-switch';
import { keepWifi } from './drivers/wifi';
import { readSettings } from './settings/settings-store';

// The composition root, and the only file that acts when it is loaded. The sound memory is allocated first, so that it
// lies low and never moves. Then comes what writes flash, and then the sound stream: nothing may write flash while it
// runs.

const isLooping = isCrashLoop();
const filesComplaint = firmwareComplaint();
if (filesComplaint) printLine(filesComplaint);
const stored = readSettings(!filesComplaint);
const settings = stored.settings;
const memory = allocateSoundMemory(soundMemoryWords(settings.codec), codeWords(settings.codec));
const speaker: Speaker = {
  filesComplaint: filesComplaint,
  settingsComplaint: stored.complaint,
  bluetooth: mayHaveBluetooth(),
};

function failed(fault: Fault): undefined {
  speaker.fault = fault;
  printLine(`fault ${fault.number}: ${fault.message}`);
  return undefined;
}

function onMoved(): void {
  failed(movedFault());
  if (speaker.device) apply(speaker.device, { kind: 'soundLost' });
}

/** The sound path that the board comes up with; undefined after a fault. */
function startSound(): ChosenSound | undefined {
  if (isLooping) return failed(crashFault());
  if (speaker.bluetooth) return failed(bluetoothFault());
  if (typeof memory === 'string') return failed(memoryFault(memory));
  const chosen = chooseSound(settings, memory, onMoved);
  if (typeof chosen === 'string') return failed(codecFault(chosen));
  const sound = chosen.sound;
  if (typeof sound === 'string') {
    failed(i2sFault(sound));
    return chosen;
  }
  speaker.sound = sound;
  speaker.device = createDevice(settings, sound, () => factoryReset(sound));
  return chosen;
}

function startRoom(device: Device): void {
  if (settings.muteSwitch) watchMuteSwitch((isMuted) => apply(device, { kind: 'muteSwitchMoved', isMuted: isMuted }));
  recognizeGestures(device);
  if (!settings.ssid || !settings.relay) {
    printLine('not set up yet: configure({ ssid: "...", password: "...", relay: "..." })');
    return;
  }
  keepWifi(settings.ssid, settings.password, (isUp) => apply(device, { kind: isUp ? 'wifiUp' : 'wifiDown' }));
}

const chosen = startSound();
startLight(settings, speaker);
if (speaker.device) startRoom(speaker.device);
// After a crash loop nothing runs that could end the console.
if (!isLooping) supervise(speaker);
Object.assign(global, createCommands(settings, speaker, chosen));
