import { lightOf, type Speaker } from '../app/speaker';
import type { Fields, Settings } from '../settings/settings';

/** These counters of the sound; 0 for one that it does not have. */
function counted(speaker: Speaker, names: string): Fields {
  const counters: Fields = speaker.sound ? speaker.sound.counters() : {};
  const fields: Fields = {};
  names.split(' ').forEach((name) => (fields[name] = counters[name] || 0));
  return fields;
}

/**
 * What the speaker is doing, for the owner at the console. Times in milliseconds; counters since the board started.
 * `whyTables` says why the sound runs on tables although kernels were wanted.
 */
export function statusOf(settings: Settings, speaker: Speaker, whyTables: string): Fields {
  const sound = speaker.sound;
  const device = speaker.device;
  const session = device ? device.session : undefined;
  const strange = device ? device.media.counters : { strangers: 0, malformed: 0 };
  const status = {
    version: __VERSION__,
    name: settings.name,
    state: session ? session.kind : 'fault',
    role: session && session.kind === 'inRoom' ? session.role : '',
    light: lightOf(speaker),
    microphone: sound ? sound.microphoneState() : 'closed',
    codec: sound ? sound.name : '',
    whyTables: whyTables,
    joinMs: device ? device.joinMs : -1,
    playing: sound ? sound.isPlaying : false,
    packets: Object.assign(counted(speaker, 'sent received lost late concealed'), strange),
    fault: speaker.fault ? speaker.fault.message : speaker.filesComplaint,
    settings: speaker.settingsComplaint,
    bluetooth: speaker.bluetooth,
    jsVars: process.memory(false).usage,
  };
  return Object.assign(status, counted(speaker, 'underruns overruns skipped droppedSamples addedSamples bufferMs'));
}
