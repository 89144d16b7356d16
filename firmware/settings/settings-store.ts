import { defaultSettings, fieldsOf, settingComplaint, type Fields, type Settings } from './settings';
import { printLine } from '../drivers/console';
import { storage, writeFlashFile } from '../drivers/flash-file';

// The file with the settings, in flash.

const FILE = 'stagebox.json';

/** The settings in flash over the defaults. For a wrong one the default holds, and the console says so. */
export function readSettings(): Settings {
  const stored = fieldsOf(storage.readJSON(FILE, true));
  const settings = defaultSettings() as unknown as Fields;
  Object.keys(stored).forEach((name) => {
    const why = settingComplaint(name, stored[name]);
    if (why) printLine(`a setting in ${FILE} is ignored: ${why}`);
    else settings[name] = stored[name];
  });
  return settings as unknown as Settings;
}

/** Writes changes that were checked, for the next boot; false when flash is full. Only while no stream runs. */
export function writeSettings(changes: unknown): boolean {
  const settings = Object.assign(fieldsOf(storage.readJSON(FILE, true)), fieldsOf(changes));
  return writeFlashFile(FILE, JSON.stringify(settings));
}

/** Erases all settings. Only while no stream runs. */
export function eraseSettings(): void {
  storage.erase(FILE);
}
