import { printLine } from '../drivers/console';
import { hasRoom, OVERHEAD_BYTES, storage, writeFlashFile } from '../drivers/flash-file';
import { loadModule } from '../drivers/module-files';
import { defaultSettings, fieldsOf, isObject, SETTINGS_FILE } from './settings';
import type { Fields, Settings } from './settings';

// The file with the settings, in flash.

/** A file with settings that could not be read. */
const DAMAGED_FILE = 'stagebox.bad';
const FULL =
  'not saved, flash is full: erase other files from Storage, reset(), and after that require("Storage").compact();load()';

/** The settings, and a message: what of the file in flash is not used; '' when all is. */
type StoredSettings = { readonly settings: Settings; readonly complaint: string };

/** The checks of settings, or a message: why they cannot be loaded. `isWhole`: the files of the firmware are known to be whole. */
function loadChecks(isWhole: boolean): typeof import('./setting-checks') | string {
  return loadModule('sb.settings', () => require('./setting-checks') as typeof import('./setting-checks'), isWhole);
}

/** What is in the file; undefined if the file is cut or damaged. Without a file there are no settings. */
function readFields(): Fields | undefined {
  const text = storage.read(SETTINGS_FILE);
  if (text === undefined) return {};
  const value = storage.readJSON(SETTINGS_FILE, true);
  // The interpreter reads JSON without regard to what follows it.
  return isObject(value) && text.trim().endsWith('}') ? (value as Fields) : undefined;
}

/**
 * The settings in flash over the defaults. For a wrong one the default holds, and the console says so. If the checks
 * cannot be loaded, the settings hold as they are: they were checked before they were written.
 */
export function readSettings(isWhole: boolean): StoredSettings {
  const settings = defaultSettings() as unknown as Fields;
  const stored = readFields();
  let complaint = stored ? '' : `${SETTINGS_FILE} is damaged and not used: configure the speaker again`;
  if (!stored) printLine(complaint);
  else {
    const checks = loadChecks(isWhole);
    if (typeof checks === 'string') Object.assign(settings, stored);
    else
      checks.takeStored(stored, settings, (why) => {
        complaint = complaint || why;
        printLine(why);
      });
  }
  return { settings: settings as unknown as Settings, complaint: complaint };
}

function textOf(stored: Fields | undefined, changes: unknown): string {
  return JSON.stringify(Object.assign({}, stored, fieldsOf(changes)));
}

/** A message: why the owner's changes cannot be saved; '' when they can. Then nothing else was changed either. */
export function whyNotSettings(changes: unknown): string {
  const checks = loadChecks(false);
  const stored = readFields();
  const why = typeof checks === 'string' ? checks : checks.changesComplaint(changes, stored);
  if (why) return why;
  const damaged = stored ? '' : storage.read(SETTINGS_FILE)!;
  return hasRoom(damaged.length + textOf(stored, changes).length + OVERHEAD_BYTES) ? '' : FULL;
}

/**
 * Writes changes that were checked, for the next boot. Only while no stream runs. Answers the owner, with `saved` only
 * if that is what flash then holds. A damaged file is kept beside.
 */
export function writeSettings(changes: unknown): string {
  const stored = readFields();
  if (!stored && !writeFlashFile(DAMAGED_FILE, storage.read(SETTINGS_FILE)!)) return FULL;
  const text = textOf(stored, changes);
  if (!writeFlashFile(SETTINGS_FILE, text) || storage.read(SETTINGS_FILE) !== text) return FULL;
  return stored
    ? 'saved'
    : `saved, and nothing else is set: ${SETTINGS_FILE} was damaged and is kept as ${DAMAGED_FILE}`;
}

/** Erases all settings. Only while no stream runs. */
export function eraseSettings(): void {
  storage.erase(SETTINGS_FILE);
  storage.erase(DAMAGED_FILE);
}
