import { createJsonLog } from '../../../relay/node/json-log';

function lines(level: 'silent' | 'warn' | 'info'): Record<string, unknown>[] {
  const written: string[] = [];
  const log = createJsonLog(level, { write: (line) => void written.push(line) });
  log.info('member-joined', { member: 3, room: 'lounge' });
  log.warn('media-error', { code: 'ENETUNREACH"\n{' });
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  test('is one JSON object a line, with time, event and fields', () => {
    expect(lines('info')).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        event: 'member-joined',
        member: 3,
        room: 'lounge',
      },
      { level: 40, time: expect.anything(), event: 'media-error', code: 'ENETUNREACH"\n{' },
    ]);
  });

  test('logs only from its level on', () => {
    expect(lines('warn').map(({ event }) => event)).toEqual(['media-error']);
    expect(lines('silent')).toEqual([]);
  });
});
