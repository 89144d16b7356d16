import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../config';
import type { Log } from '../ports/ports';

/** A log of one JSON object a line: time, level, event and its fields. It goes to standard error by default. */
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
