import vectors from '../../../vectors/native-smoke.json';
import { codeOf } from '../../../support/lx6-bench';
import { bootBoard, FREE } from '../workbench';

const WORDS = `[${vectors.words.join()}]`;
const TINY = vectors.smoke_test.words.map(Number);

/** Puts words into an array in reverse order, and gives the address at which SRAM1 executes them. */
const IN_SRAM1 =
  'function place(w){var n=w.length,f=new Uint32Array(Math.max(n,8)),a=E.getAddressOf(f,true);' +
  'for(var i=0;i<n;i++)f[n-1-i]=w[i];place.kept=f;return 0x400A0000+0x3FFFFFFC-(a+4*(n-1))}';
/** Puts words into RTC FAST memory behind the place of the deep-sleep stub. */
const IN_RTC = 'function place(w){for(var i=0;i<w.length;i++)poke32(0x400C1000+4*i,w[i]);return 0x400C1000}';
const INT4 = '"int(int,int,int,int)"';

test.each([
  ['SRAM1', IN_SRAM1],
  ['RTC FAST memory', IN_RTC],
])('a function in %s is called with its values, those left out being 0', (_, place) => {
  const bench = bootBoard(`${place};var f=E.nativeCall(place([${TINY}]),${INT4})`);
  expect(bench.ask('f(1,2,3,4)')).toBe('=2');
  expect(bench.ask('f(1,-5)')).toBe('=-5');
  expect(bench.ask('f(1,0xFFFFFFFF)')).toBe('=-1');
  expect(bench.ask('[f(1),f(),f(1,2.9),f(1,true),f(1,"x")]')).toBe('=[ 0, 0, 2, 1, 0 ]');
  expect(bench.board.nativeInstructions).toBe(3 * 8);
});

test('a codec in SRAM1 works on the arrays of the program', () => {
  const bench = bootBoard(
    `${IN_SRAM1};var at=place(${WORDS}),dec=E.nativeCall(at+476,${INT4}),m=new Int32Array(200),a=E.getAddressOf(m,true);` +
      'new Int16Array(m.buffer,0,89).fill(16);m[100]=0;m[101]=0;m[102]=a;m[103]=16;' +
      'new Uint8Array(m.buffer,480,4).set([0x70,0x8f,0,0]);var n=dec(a+480,a+520,6,a+400)',
  );
  expect(bench.ask('n')).toBe('=6');
  // Steps of 16: code 0 adds 2, code 7 adds 30, code 15 takes 30, code 8 takes 2.
  expect(bench.ask('[].slice.call(m,130,136).map(x=>x>>16)')).toBe('=[ 2, 32, 2, 0, 2, 4 ]');
});

test('what a call costs is its instructions at 1.3 cycles each, and the interpreter’s own call', () => {
  const timed = `${IN_SRAM1};var f=E.nativeCall(place([${TINY}]),${INT4}),t=getTime();f();print(Math.round((getTime()-t)*1e9))`;
  const bench = bootBoard(timed, { costs: { ...FREE, nativeCall: 1000, nativePerInstruction: 50 } });
  expect(Number(bench.lines[0])).toBe(1000 + 3 * 50);
});

test.each([
  ['int(int', 2],
  ['int(in)', 1],
  ['int', 1],
  ['(int)', 0],
  ['', 0],
  ['int(int int)', 2],
  ['int(int,int,int,int,int)', 6],
])('the signature %j is refused as the interpreter does', (signature, number) => {
  const bench = bootBoard('');
  expect(bench.ask(`try{E.nativeCall(0,${JSON.stringify(signature)})}catch(e){e.message}`)).toBe(
    `="Error Parsing signature at argument number ${number}"`,
  );
});

test('a comma at the end, spaces and no signature at all are taken; another thing than text is not', () => {
  const bench = bootBoard(`${IN_SRAM1};var at=place([${TINY}])`);
  expect(bench.ask('E.nativeCall(at," int ( int , int, )")(1,2)')).toBe('=2');
  expect(bench.ask('E.nativeCall(at,"void(int,int)")(1,2)')).toBe('=undefined');
  expect(bench.ask('E.nativeCall(at)()')).toBe('=undefined');
  expect(bench.ask('try{E.nativeCall(at,5)}catch(e){e.message}')).toBe('="Invalid Signature"');
});

test.each([
  ['numbers with a fraction', 'E.nativeCall(0x400C1000,"double(float)")', 'UnmodelledCall', 'double'],
  ['code in a string', 'E.nativeCall(0,"int()","abc")', 'UnmodelledCall', 'data memory'],
  ['nothing', 'E.nativeCall(0x40080000,"int()")()', 'InstructionFetchProhibited', '0x40080000'],
  ['zeros', 'E.nativeCall(0x400C1000,"int()")()', 'IllegalInstruction', '0x400c1000'],
  ['data memory', 'E.nativeCall(E.getAddressOf(new Uint8Array(40),true),"int()")()', 'InstructionFetch', '0x3ffe'],
  ['PSRAM', 'poke32(0x3F800000,0)', 'UnmappedAddress', '0x3f800000'],
  ['bytes of RTC FAST code', 'peek8(0x400C1000)', 'UnmodelledCall', 'whole words only'],
])('%s stops the run, even through a try', (_, code, name, word) => {
  const bench = bootBoard(`try{${code}}catch(e){print("caught")}print("on")`);
  expect(bench.faults).toHaveLength(1);
  expect(bench.faults[0]).toContain(name);
  expect(bench.faults[0]).toContain(word);
  expect(bench.lines).toEqual([]);
});

test('code in SRAM2 or PSRAM has no code address; RTC FAST memory serves', () => {
  for (const memory of ['sram2', 'psram'] as const) {
    const bench = bootBoard(`${IN_RTC};var f=E.nativeCall(place([${TINY}]),${INT4}),u=new Uint8Array(99)`, { memory });
    expect(bench.ask('f(1,2)')).toBe('=2');
    expect(bench.ask('E.getAddressOf(u,true)<0x3FFE0000')).toBe('=true');
  }
});

test('machine code reads and writes registers, by whole words', () => {
  const [entry, back] = ['36 41 00', '1d f0'];
  // l32i.n a2,a2,0; s32i.n a2,a3,0 — and l8ui a2,a2,0.
  const words = codeOf(entry, '28 02', '29 03', back);
  const bytes = codeOf(entry, '22 02 00', back);
  const bench = bootBoard(`${IN_RTC};var f=E.nativeCall(place([${words}]),${INT4})`);
  bench.ask('poke32(0x3FF44024,1<<22);var m=new Uint32Array(8),a=E.getAddressOf(m,true)');
  expect(bench.ask('f(0x3FF44020,a);m[0]')).toBe('=4194304');
  expect(bench.ask('m[0]=1<<23;f(a,0x3FF44024);peek32(0x3FF44020)')).toBe('=12582912');
  expect(bench.ask(`place([${bytes}]);f(a)`)).toBe('=0');
  bench.ask('f(0x3FF44020)');
  expect(bench.faults[0]).toMatch(/NarrowAccess.*0x400c1003.*load8 at 0x3ff44020/);
});

test('after E.defrag machine code finds the array at its new address, and what it left at the old one', () => {
  // entry a1,32; l32i.n a2,a2,0; retw.n
  const bench = bootBoard(`${IN_RTC};var f=E.nativeCall(place([${codeOf('36 41 00', '28 02', '1d f0')}]),${INT4})`);
  expect(bench.ask('var m=new Uint32Array(8),a=E.getAddressOf(m,true);m[0]=5;f(a)')).toBe('=5');
  expect(bench.ask('E.defrag();m[0]=6;[f(a),f(E.getAddressOf(m,true))]')).toBe('=[ 5, 6 ]');
});

test('RTC FAST memory is the same at both addresses, outlives restarts, and not the power', () => {
  const bench = bootBoard('print(peek32(0x3FF81000),peek32(0x400C1000))');
  bench.ask('poke32(0x400C1000,0x12345678);poke8(0x3FF81000,0x99)');
  for (const restart of ['load()', 'E.reboot()']) bench.ask(restart);
  bench.board.powerOff();
  bench.board.powerOn();
  bench.runTo(1000);
  expect(bench.lines.filter((line) => line !== '=undefined')).toEqual([
    '0 0',
    ...new Array(2).fill('305419929 305419929'),
    '0 0',
  ]);
});

test('SRAM1 is the same at its code address, word by word, backwards', () => {
  const bench = bootBoard('var m=new Uint32Array(8),a=E.getAddressOf(m,true),c=0x400A0000+0x3FFFFFFC-a');
  expect(bench.ask('poke32(c,7);poke32(c-4,8);[m[0],m[1],peek32(c-4)]')).toBe('=[ 7, 8, 8 ]');
});

test('code that was written over is not mistaken for what was there', () => {
  // movi.n a2,7 in the place of mov.n a2,a3.
  const other = codeOf('36 61 00', '0c 72', '1d f0');
  for (const place of [IN_RTC, IN_SRAM1]) {
    const bench = bootBoard(`${place};var at=place([${TINY}]),f=E.nativeCall(at,${INT4})`);
    expect(bench.ask('f(1,2)')).toBe('=2');
    expect(bench.ask(`poke32(at,[${other[0]}]);poke32(at+4,[${other[1]}]);f(1,2)`)).toBe('=7');
  }
});

describe('a board on which machine code panics', () => {
  const firmware =
    `${IN_RTC};var s=require("Storage");print("boot",s.read("mark"));E.on("kill",()=>print("killed"));` +
    `if(s.read("mark")==undefined){setTimeout(()=>{s.write("mark","crashed");` +
    `try{E.nativeCall(place([${TINY}]),${INT4})(1,2);print("survived")}catch(e){print("caught")}finally{print("cleared");s.erase("mark")}` +
    `},5)}setInterval(()=>print("tick"),100)`;

  test('says so, boots from the start without a word to the firmware, and keeps its flash', () => {
    const bench = bootBoard(firmware, { nativeCode: 'panics' });
    bench.runTo(450);
    expect(bench.lines).toEqual([
      'boot undefined',
      "Guru Meditation Error: Core  0 panic'ed (IllegalInstruction). Exception was unhandled.",
      'Rebooting...',
      'boot crashed',
    ]);
    bench.runTo(560);
    expect(bench.lines.slice(4)).toEqual(['tick']);
    expect(bench.faults).toEqual([]);
  });

  test('panics at the console too, and again at every call', () => {
    const bench = bootBoard(`${IN_RTC};print("boot")`, { nativeCode: 'panics' });
    for (let i = 0; i < 2; i++) {
      bench.ask('E.nativeCall(0x400C1000,"int()")()');
      bench.runTo(bench.nowMs() + 500);
    }
    expect(bench.lines.filter((line) => line === 'boot')).toHaveLength(3);
    expect(() => bench.board.evaluate('E.nativeCall(0x400C1000,"int()")()')).toThrow('panic');
    bench.runTo(bench.nowMs() + 500);
    expect(bench.lines.filter((line) => line === 'boot')).toHaveLength(4);
  });
});
