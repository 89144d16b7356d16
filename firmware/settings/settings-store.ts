import { printLine } from '../drivers/console';
import { storage, writeFlashFile } from '../drivers/flash-file';
import { changesComplaint, defaultSettings, fieldsOf, isObject, lackComplaint, settingComplaint } from './settings';
import type { Fields, Settings } from './settings';

// The file with the settings, in flash.

const FILE = 'stagebox.json';
/** A file with settings that could not be read. */
const DAMAGED_FILE = 'stagebox.bad';
const FULL = 'not saved, flash is full: erase other files from Storage, then load()';

/** The settings, and a message: what of the file in flash is not used; '' when all is. */
type StoredSettings = { readonly settings: Settings; readonly complaint: string };

/** What is in the file; undefined if the file is cut or damaged. Without a file there are no settings. */
function readFields(): Fields | undefined {
  const text = storage.read(FILE);
  if (text === undefined) return {};
  const value = storage.readJSON(FILE, true);
  // The interpreter reads JSON without regard to what follows it.
  return isObject(value) && text.trim().endsWith('}') ? (value as Fields) : undefined;
}

/** The settings in flash over the defaults. For a wrong one the default holds, and the console says so. */
export function readSettings(): StoredSettings {
  const settings = defaultSettings() as unknown as Fields;
  const stored = readFields();
  let complaint = stored ? '' : `${FILE} is damaged and not used: configure the speaker again`;
  const complain = (why: string): void => {
    complaint = complaint || why;
    printLine(why);
  };
  if (!stored) printLine(complaint);
  else {
    Object.keys(stored).forEach((name) => {
      const why = settingComplaint(name, stored[name]);
      if (why) complain(`a setting in ${FILE} is ignored: ${why}`);
      else settings[name] = stored[name];
    });
    const lack = lackComplaint(settings);
    if (lack) {
      complain(`device and key in ${FILE} are ignored: ${lack}`);
      settings.device = settings.key = '';
    }
  }
  return { settings: settings as unknown as Settings, complaint: complaint };
}

/** A message: what is wrong with the owner's changes; '' when nothing is. */
export function whyNotSettings(changes: unknown): string {
  return changesComplaint(changes, readFields());
}

/**
 * Writes changes that were checked, for the next boot. Only while no stream runs. Answers the owner, with `saved` only
 * if that is what flash then holds. A damaged file is kept beside.
 */
export function writeSettings(changes: unknown): string {
  const stored = readFields();
  if (!stored && !writeFlashFile(DAMAGED_FILE, storage.read(FILE)!)) return FULL;
  const text = JSON.stringify(Object.assign(stored || {}, fieldsOf(changes)));
  if (!writeFlashFile(FILE, text) || storage.read(FILE) !== text) return FULL;
  return stored ? 'saved' : `saved, and nothing else is set: ${FILE} was damaged and is kept as ${DAMAGED_FILE}`;
}

/** Erases all settings. Only while no stream runs. */
export function eraseSettings(): void {
  storage.erase(FILE);
  storage.erase(DAMAGED_FILE);
}
