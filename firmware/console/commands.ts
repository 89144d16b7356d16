import { apply } from '../app/device';
import type { Speaker } from '../app/speaker';
import { forgetKernelCrash, type ChosenSound } from '../audio/choose-sound';
import type { Sound } from '../audio/sound';
import { startI2s, stopI2s, type I2sDirection } from '../drivers/i2s';
import type { Settings } from '../settings/settings';
import { eraseSettings, whyNotSettings, writeSettings } from '../settings/settings-store';
import { statusOf } from './status';

// The functions that the owner can call at the console.

/** The answer to a command is printed before the board restarts. */
const RESTART_MS = 200;

/**
 * Stops the sound for good, because a flash write halts the processor; and lets kernels that crashed be tried again.
 */
function prepareRestart(sound: Sound | undefined): void {
  if (sound) sound.stop();
  forgetKernelCrash();
}

/** Sets what the owner gives and restarts. */
function configure(sound: Sound | undefined, changes: unknown): string {
  const why = whyNotSettings(changes);
  if (why) return why;
  // From here on the sound is off. So the firmware starts anew whether the settings are saved or not.
  prepareRestart(sound);
  setTimeout(load, RESTART_MS);
  return writeSettings(changes) + '; starting anew';
}

/** Erases all settings and restarts. */
export function factoryReset(sound: Sound): void {
  prepareRestart(sound);
  eraseSettings();
  load();
}

/** Runs the sound hardware alone, to check wiring and registers. `load()` ends it. */
function testSound(speaker: Speaker, chosen: ChosenSound | undefined, rateHz: number, direction: I2sDirection): string {
  if (!chosen) return speaker.fault ? speaker.fault.message : 'there is no sound memory';
  if (rateHz !== 8000 && rateHz !== 16000) return 'the rate must be 8000 or 16000';
  if (['full', 'tx', 'rx'].indexOf(direction) < 0) return 'the direction must be "full", "tx" or "rx"';
  if (speaker.sound) speaker.sound.stop();
  if (speaker.device) apply(speaker.device, { kind: 'soundLost' });
  stopI2s();
  return startI2s(chosen.dma, rateHz, direction) || 'running';
}

/** The commands, by the names that the owner calls. `chosen` is missing when no sound path came up. */
export function createCommands(settings: Settings, speaker: Speaker, chosen: ChosenSound | undefined) {
  return {
    status: () => statusOf(settings, speaker, chosen ? chosen.whyTables : ''),
    configure: (changes: unknown) => configure(speaker.sound, changes),
    testSound: (rateHz: number, direction: I2sDirection) => testSound(speaker, chosen, rateHz, direction),
  };
}
