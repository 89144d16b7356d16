import { withShortWords } from '../../cli/private-words';

test('a word is shortened where it is a whole text, and nowhere else', () => {
  const code = `f("held","held on",held,a.held,{held:1},'held',"up")`;
  expect(withShortWords(code, ['up', 'held'])).toBe('f("b","held on",held,a.held,{held:1},"b","a")');
});

test('more words than letters are refused', () => {
  const words = Array.from({ length: 53 }, (_, index) => `w${index}`);
  expect(() => withShortWords('f()', words)).toThrow('more than 52');
  expect(withShortWords('f("w51")', words.slice(0, 52))).toBe('f("Z")');
});
