import { DEFAULT_CONFIG, readConfig } from '../../relay/config';

describe('the settings', () => {
  test('have defaults for this machine alone', () => {
    expect(readConfig({})).toEqual(DEFAULT_CONFIG);
    expect(readConfig({ STAGEBOX_SIGNAL_PORT: '' })).toEqual(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG).toMatchObject({ host: '127.0.0.1', stageSeats: 20, audienceSeats: 8000 });
  });

  test('are read from the environment', () => {
    const config = readConfig({
      STAGEBOX_HOST: '127.0.0.2',
      STAGEBOX_SIGNAL_PORT: '0',
      STAGEBOX_MEDIA_PORT: '5004',
      STAGEBOX_STAGE_SEATS: '3',
      STAGEBOX_AUDIENCE_SEATS: '40',
      STAGEBOX_MODERATED_ROOMS: 'court,town-hall',
      STAGEBOX_LOG: 'warn',
    });
    expect(config).toMatchObject({
      host: '127.0.0.2',
      signalPort: 0,
      mediaPort: 5004,
      stageSeats: 3,
      audienceSeats: 40,
      stagePolicies: { court: 'moderated', 'town-hall': 'moderated' },
      logLevel: 'warn',
    });
  });

  test.each([
    ['STAGEBOX_SIGNAL_PORT', '70000', '0 to 65535'],
    ['STAGEBOX_SIGNAL_PORT', '-1', 'whole number'],
    ['STAGEBOX_MEDIA_PORT', '5004x', 'whole number'],
    ['STAGEBOX_STAGE_SEATS', '65', '0 to 64'],
    ['STAGEBOX_STAGE_SEATS', '1.5', 'whole number'],
    ['STAGEBOX_AUDIENCE_SEATS', 'many', 'whole number'],
    ['STAGEBOX_ROOMS_MAX', ' ', 'whole number'],
    ['STAGEBOX_CONNECTIONS_MAX', '0x10', 'whole number'],
    ['STAGEBOX_MODERATED_ROOMS', 'Court', 'small letters'],
    ['STAGEBOX_LOG', 'loud', 'silent, warn, info'],
    ['STAGEBOX_HOST', '0.0.0.0', 'STAGEBOX_PLAIN=yes'],
    ['STAGEBOX_HOST', '127.0.0.1.example.org', 'STAGEBOX_PLAIN=yes'],
    ['STAGEBOX_PLAIN', 'perhaps', 'yes, no'],
  ])('refuse %s=%p and say what to do', (name, value, whatToDo) => {
    const env = name === 'STAGEBOX_PLAIN' ? { [name]: value, STAGEBOX_HOST: '10.0.0.1' } : { [name]: value };
    expect(() => readConfig(env)).toThrow(name);
    expect(() => readConfig(env)).toThrow(whatToDo);
  });

  test.each([
    ['STAGEBOX_SINGAL_PORT', 'did you mean STAGEBOX_SIGNAL_PORT?'],
    ['STAGEBOX_MODERATED_ROOM', 'did you mean STAGEBOX_MODERATED_ROOMS?'],
    ['stagebox_host', 'did you mean STAGEBOX_HOST?'],
    ['STAGEBOX_OPERATR_KEY', 'did you mean STAGEBOX_OPERATOR_KEY?'],
    ['STAGEBOX_COLOUR', 'unset it; there are STAGEBOX_HOST, STAGEBOX_PLAIN,'],
  ])('that do not exist are refused by name, and their values are not shown: %s', (name, whatToDo) => {
    let message = '';
    try {
      readConfig({ [name]: 'secret' });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`${name}: there is no such setting; ${whatToDo}`);
    expect(message).not.toContain('secret');
  });

  test('of the commands, and variables of others, may stand beside them', () => {
    const others = {
      STAGEBOX_OPERATOR_KEY: '00',
      STAGEBOX_RELAY: 'http://127.0.0.1:7780',
      STAGE: 'left',
      PATH: '/bin',
    };
    expect(readConfig(others)).toEqual(DEFAULT_CONFIG);
  });

  test('listen beyond this machine only when told that it is unencrypted', () => {
    expect(readConfig({ STAGEBOX_HOST: '0.0.0.0', STAGEBOX_PLAIN: 'yes' }).host).toBe('0.0.0.0');
  });
});
