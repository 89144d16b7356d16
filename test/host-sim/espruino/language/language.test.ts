import { bootBoard } from '../workbench';

const bench = bootBoard('');
const answers = (expected: Readonly<Record<string, string>>): void => {
  for (const [line, answer] of Object.entries(expected)) expect([line, bench.ask(line)]).toEqual([line, `=${answer}`]);
};

test.each(
  (
    'Symbol Map Set WeakMap WeakRef Proxy Reflect BigInt TextEncoder TextDecoder queueMicrotask structuredClone ' +
    'RangeError Math.imul Math.clz32 Math.trunc Math.sign Math.fround Math.log2 Math.log10 Math.hypot Math.cbrt ' +
    'Number.isInteger Number.isFinite Number.isNaN Number.MAX_SAFE_INTEGER Number.EPSILON Array.from Array.of [].flat ' +
    '[].flatMap [].at [].lastIndexOf [].reduceRight [].findLast [].entries [].keys "".codePointAt String.fromCodePoint ' +
    '"".at "".search "".matchAll "".normalize "".localeCompare "".trimStart "".trimEnd Object.freeze Object.seal ' +
    'Object.isFrozen Object.is Object.hasOwn Promise.race Promise.allSettled Promise.any Promise.resolve().finally ' +
    'Date.UTC Uint8Array.from Uint8Array.of Uint8Array.BYTES_PER_ELEMENT new(Uint8Array)(1).copyWithin ' +
    'ArrayBuffer.isView new(ArrayBuffer)(1).slice E.interpolate'
  ).split(' '),
)('has no %s', (name) => {
  expect(bench.ask(`typeof ${name}`)).toBe('="undefined"');
});

test.each(
  (
    'E process print console getTime setTimeout setInterval changeInterval clearTimeout clearInterval setWatch clearWatch ' +
    'pinMode digitalRead digitalWrite analogWrite peek8 peek16 peek32 poke8 poke16 poke32 reset load require Modules ' +
    'JSON Math Date RegExp Promise Uint8Array Int16Array Uint32Array DataView ArrayBuffer atob btoa D0 D39'
  ).split(' '),
)('has %s', (name) => {
  expect(bench.ask(`typeof ${name}`)).not.toContain('undefined');
});

test('knows what both languages know', () => {
  answers({
    '[3,1,2].sort().map(x=>x*2)': '[ 2, 4, 6 ]',
    'Object.keys(Object.assign({a:1},{b:2}))': '[ "a", "b" ]',
    '`a${1+1}b`.padStart(5,"-")': '"--a2b"',
    '(0x7fffffff+1)|0': '-2147483648',
    'null??7': '7',
    '(function(){try{throw new TypeError("x")}catch(e){return e instanceof Error}})()': 'true',
    '[] instanceof Array': 'true',
    'new Uint8Array(2) instanceof Uint8Array': 'true',
  });
});

test('rounds halves away from zero, and has no negative zero', () => {
  answers({ 'Math.round(-2.5)': '-3', 'Math.round(2.5)': '3', '1/Math.round(-0.2)': 'Infinity' });
});

test('shows numbers with eleven significant digits', () => {
  answers({ '1/3': '0.33333333333', 'JSON.stringify([1/3,1e5])': '"[0.33333333333,100000]"' });
});

test('passes at most 256 arguments through apply', () => {
  expect(bench.ask('(function(){return arguments.length}).apply(0,new Uint8Array(256))')).toBe('=256');
  expect(bench.ask('(function(){}).apply(0,new Uint8Array(257))')).toContain('256 arguments');
});

test('strings are bytes: text is UTF-8 inside them, and a letter is as long as its bytes', () => {
  answers({ '"Привет".length': '12', '"ж".charCodeAt(0)': '208', 'String.fromCharCode(0x141).charCodeAt(0)': '65' });
  bench.board.type('print("Привет")');
  bench.runTo(bench.nowMs() + 1);
  expect(bench.lines).toContain('Привет');
});

test('escapes of Cyrillic letters lose their high byte, in source and in JSON', () => {
  answers({
    '"\\u041f".charCodeAt(0)': '31',
    'JSON.parse("[\\"\\\\u041f\\"]")[0].charCodeAt(0)': '31',
    'JSON.parse("[\\"\\\\\\\\u041f\\"]")[0].length': '6',
  });
});

test('JSON escapes every byte beyond ASCII, and writes typed arrays as arrays', () => {
  answers({
    'JSON.stringify({a:"П"}).length': String('{"a":"\\u00D0\\u009F"}'.length),
    'JSON.stringify("\\xd0\\n")=="\\"\\\\u00D0\\\\n\\""': 'true',
    'JSON.stringify({a:new Uint8Array([1,2]),b:undefined,c:[undefined]})': '"{\\"a\\":[1,2],\\"c\\":[null]}"',
    'JSON.stringify(undefined)': 'undefined',
  });
  expect(bench.ask('JSON.parse("{")')).toContain('SyntaxError');
});

test('upper and lower case are ASCII only', () => {
  answers({ '"\\xe4B".toLowerCase()=="\\xe4b"': 'true', '"\\xe4b".toUpperCase()=="\\xe4B"': 'true' });
});

test('base 64 goes over bytes', () => {
  answers({ 'btoa("\\xff\\x00a")': '"/wBh"', 'atob("/wBh").charCodeAt(0)': '255', 'btoa("ab")': '"YWI="' });
});

test('an exception in a callback is shown, and the program goes on', () => {
  const own = bootBoard('setTimeout(()=>{throw new Error("oh")},1);setInterval(()=>print("on"),2)');
  own.runTo(5);
  expect(own.lines).toEqual(['Uncaught Error: oh', 'on', 'on']);
  expect(own.board.fault).toBeUndefined();
});

test('a handler for uncaught exceptions gets them', () => {
  const own = bootBoard(
    'process.on("uncaughtException",e=>print("caught",e.message));setTimeout(()=>{throw new Error("oh")},1)',
  );
  own.runTo(5);
  expect(own.lines).toEqual(['caught oh']);
});

test('emitted events run after the current code, each on its own', () => {
  const own = bootBoard(
    'var o={};o.on("x",v=>{print("first",v);throw new Error("oh")});o.on("x",v=>print("second",v));o.emit("x",5);print("emitted")',
  );
  own.runTo(1);
  expect(own.lines).toEqual(['emitted', 'first 5', 'Uncaught Error: oh', 'second 5']);
});

test('listeners can be taken away', () => {
  const own = bootBoard(
    'var f=()=>print("f");E.on("x",f);E.removeListener("x",f);E.on("x",()=>print("g"));E.emit("x")',
  );
  own.runTo(1);
  expect(own.lines).toEqual(['g']);
});

test('promises are settled after the current code and before timers', () => {
  const own = bootBoard(`
    setTimeout(()=>print("timer"),0);
    new Promise(r=>r(1)).then(v=>{print("then",v);throw 2}).catch(e=>{print("catch",e);return 3}).then(v=>print(v));
    Promise.all([Promise.resolve(1),2,new Promise(r=>setTimeout(r,5,3))]).then(print);
    Promise.reject(4).catch(print);
    print("code")`);
  own.runTo(10);
  expect(own.lines[0]).toBe('code');
  expect(own.lines).toEqual(expect.arrayContaining(['then 1', 'catch 2', '3', '4', '[ 1, 2, 3 ]']));
  expect(own.lines.indexOf('3')).toBeLessThan(own.lines.indexOf('timer'));
});
