import { changesComplaint } from '../../../firmware/settings/setting-checks';

// Settings that can never work are refused in words.

test.each(['two words', 'http://relay.example/r/lounge?t=a', 'a\nb', '', 'ж', 'a'.repeat(1025)])(
  'a link that no relay takes is refused: %j',
  (link) => {
    expect(changesComplaint({ link })).toContain('link must be');
  },
);

test('the token of a link is taken', () => {
  expect(changesComplaint({ link: 'eyJ3IjoiYW5uYSJ9.c2lnbmVk_by-the-relay' })).toBe('');
});
