import { readSpeakerSettings } from '../../../cli/live/speaker-options';

const options = (relay: string) =>
  ({ name: 'anna', relay, loudspeaker: 'none', duplex: 'full', out: 'recordings' }) as const;

test.each(['a b', 'host/path', 'ws://host', 'host:', 'host:77.5', 'host:0', 'a\nb', '', ':7780', '300.1.1.1', '-a'])(
  'a relay that can never be reached is refused: %j',
  (relay) => {
    expect(() => readSpeakerSettings(options(relay), 0)).toThrow('is no address');
  },
);

test('a host and its port are taken', () => {
  expect(readSpeakerSettings(options('relay.example:7781'), 0).settings).toMatchObject({
    relay: 'relay.example',
    relayPort: 7781,
  });
});
