import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../config';
import type { Log } from '../ports/ports';

/** One JSON object a line: time, level, event and its fields. Goes to standard error unless told otherwise. */
export function createJsonLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' },
    destination,
  );
  return {
    info: (event, fields) => logger.info(fields, event),
    warn: (event, fields) => logger.warn(fields, event),
  };
}
