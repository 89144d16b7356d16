import vm from 'node:vm';
import { withSharedTexts } from '../../cli/shared-texts';

const LONG = 'as long as a text can well be';

test('a text that comes often gets a name, behind the functions and before its first use', () => {
  const code = `(()=>{var f=a=>a==="${LONG}",g=a=>{switch(a){case"${LONG}":return"${LONG}"}},h=f("${LONG}");result=[h,g("${LONG}")]})();`;
  const shared = withSharedTexts(code);
  expect(shared).toBe(
    `(()=>{var f=a=>a===$0,g=a=>{switch(a){case $0:return $0}},$0="${LONG}",h=f($0);result=[h,g($0)]})();`,
  );
  expect(vm.runInNewContext(`var result;${shared};result`)).toEqual([true, LONG]);
});

test('words next to a text stay apart from its name', () => {
  const uses = `typeof"${LONG}"in a`;
  expect(withSharedTexts(`(()=>{var a=1;f(${uses},${uses},${uses})})();`)).toContain(
    'f(typeof $0 in a,typeof $0 in a,',
  );
});

test.each([
  '(()=>{var a="now";f("now","then")})();',
  `(()=>{var a={"${LONG}":1,b:{"${LONG}":1},c:{"${LONG}":1}}})();`,
  `f("${LONG}","${LONG}","${LONG}");`,
])('stays as it is: %s', (code) => {
  expect(withSharedTexts(code)).toBe(code);
});

test('a name that the program has is not taken', () => {
  const code = `(()=>{var $0=1;f("${LONG}","${LONG}","${LONG}",$0)})();`;
  expect(withSharedTexts(code)).toBe(`(()=>{var _0="${LONG}",$0=1;f(_0,_0,_0,$0)})();`);
});
