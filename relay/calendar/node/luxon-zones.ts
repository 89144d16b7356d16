import { DateTime, IANAZone } from 'luxon';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import type { TimeZones, WallTime } from '../time-zones';

/** The names of zones in calendars. Luxon alone would also take offsets, "local" and names in any case. */
const NAMES: ReadonlySet<unknown> = new Set(JSON.parse(tzlib_get_timezones(true)) as readonly unknown[]);

/** The definition of a zone for iCalendar (VTIMEZONE), under the given name. Undefined for an unknown zone. */
export function zoneDefinition(zone: string): string | undefined {
  if (!NAMES.has(zone) || !IANAZone.isValidZone(zone)) return undefined;
  const [definition] = tzlib_get_ical_block(zone);
  // The library gives an old name the definition of the new one.
  return definition?.replace(/^TZID:.*$/m, `TZID:${zone}`);
}

/** The time zones of this machine's data. */
export const luxonZones: TimeZones = {
  resolve(wall, zone) {
    if (zoneDefinition(zone) === undefined) return undefined;
    const pushed = DateTime.fromObject(wall, { zone });
    if (!pushed.isValid) return undefined;
    const possible = pushed.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
    const [first] = possible;
    if (!first) return undefined;
    const shown: WallTime = {
      ...{ year: first.year, month: first.month, day: first.day, hour: first.hour, minute: first.minute },
    };
    const isShown = (Object.keys(shown) as (keyof WallTime)[]).every((unit) => shown[unit] === wall[unit]);
    const fit = !isShown ? 'skipped' : possible.length > 1 ? 'twice' : 'once';
    return { instantMs: first.toMillis(), fit, shown };
  },
};
