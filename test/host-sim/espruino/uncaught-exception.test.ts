import { createDebuggedVmContext } from '../../../host-sim/node/vm-context';
import { bootBoard, type Workbench } from './workbench';

// As `jsiCheckErrors` of the interpreter does it: an exception that nothing caught is given to the listeners of
// `process.on('uncaughtException')`, else printed, and the program goes on. The simulator also tells its host.

/** Boots a board, runs it for 20 ms, and gives the bench. */
function run(firmware: string, files: Record<string, string> = {}): Workbench {
  const bench = bootBoard('', { firmware: { '.bootcde': firmware, ...files } });
  bench.runTo(20);
  return bench;
}

/** Where the exceptions were thrown, as `file:line:column`. */
function placesOf({ exceptions }: Workbench): string[] {
  return exceptions.map(({ stack: [top] }) => `${top?.file}:${top?.line}:${top?.column}`);
}

const TEXT = 'ReferenceError: mistake is not defined';

test('one at boot ends the boot file, is printed and told with its place; what was set up before goes on', () => {
  const bench = run('setInterval(()=>print("on"),15);\nmistake();\nprint("never")');
  expect(bench.lines).toEqual([`Uncaught ${TEXT}`, 'on']);
  expect(bench.exceptions).toEqual([{ text: TEXT, stack: [{ file: '.bootcde', line: 2, column: 1 }], isAtBoot: true }]);
  expect(bench.board.fault).toBeUndefined();
});

test('its place is the same when a debugger sees the scripts as files of a folder', () => {
  const context = createDebuggedVmContext({ folder: 'file:///firmware/', mapOf: (name) => `${name}.map` });
  const bench = bootBoard('', { firmware: { '.bootcde': 'require("m")', m: '\nmistake()' }, context });
  bench.runTo(1);
  expect(bench.exceptions[0]?.stack).toMatchObject([
    { file: 'm', line: 2, column: 1 },
    { file: '.bootcde', line: 1, column: 1 },
  ]);
});

test('one in a listener of init is one at boot', () => {
  const bench = run('E.on("init",()=>mistake());E.on("init",()=>print("second"))');
  expect(bench.lines).toEqual([`Uncaught ${TEXT}`, 'second']);
  expect(bench.exceptions).toMatchObject([{ isAtBoot: true }]);
});

test('one in an interval is told each time, and the interval stays', () => {
  const bench = run('var n=0;\nsetInterval(()=>{print(++n);mistake()},8)');
  expect(bench.lines).toEqual(['1', `Uncaught ${TEXT}`, '2', `Uncaught ${TEXT}`]);
  expect(bench.exceptions).toMatchObject([
    { text: TEXT, isAtBoot: false },
    { text: TEXT, isAtBoot: false },
  ]);
  expect(placesOf(bench)).toEqual(['.bootcde:2:29', '.bootcde:2:29']);
});

test('one in a watch is told with the calls that led there', () => {
  const bench = run(
    'pinMode(D27,"input_pullup");\nvar inner=()=>mistake();\nsetWatch(()=>inner(),D27,{edge:"both",repeat:true})',
  );
  bench.board.press();
  bench.runTo(80);
  expect(bench.exceptions.length).toBeGreaterThan(0);
  expect(bench.exceptions[0]).toEqual({
    text: TEXT,
    stack: [
      { file: '.bootcde', line: 2, column: 15 },
      { file: '.bootcde', line: 3, column: 14 },
    ],
    isAtBoot: false,
  });
});

test('one in a file of Storage has the place in that file, also in its first line', () => {
  const files = { more: 'exports.a=()=>mistake();\nexports.b=()=>mistake()' };
  const bench = run('var m=require("more");setTimeout(()=>m.a(),1);setTimeout(()=>m.b(),2)', files);
  expect(placesOf(bench)).toEqual(['more:1:15', 'more:2:15']);
});

test('one that the interpreter itself throws has the place of the call', () => {
  const bench = run('setTimeout(()=>{\nrequire("nothing")},1)');
  expect(bench.exceptions).toMatchObject([{ text: 'Error: Module nothing not found' }]);
  expect(placesOf(bench)).toEqual(['.bootcde:2:1']);
});

test('a promise that is rejected, and whose outcome nobody asked for, is told with the place of the reason', () => {
  const bench = run(`setTimeout(()=>Promise.resolve(1).then(()=>mistake()),1);
    setTimeout(()=>Promise.resolve(1).then(()=>{throw "r4"}).then(()=>print("never")),2);
    setTimeout(()=>Promise.resolve(1).then(()=>mistake()).catch(()=>print("caught")),3);
    setTimeout(()=>{var p=Promise.reject(1);p.catch(()=>print("caught"))},4)`);
  const rejected = 'Error: Unhandled promise rejection:';
  expect(bench.lines).toEqual([`Uncaught ${rejected} ${TEXT}`, `Uncaught ${rejected} r4`, 'caught', 'caught']);
  expect(placesOf(bench)[0]).toBe('.bootcde:1:44');
});

test('a thrown value that is no error has no place', () => {
  const bench = run('setTimeout(()=>{throw "oh"},1)');
  expect(bench.lines).toEqual(['Uncaught "oh"']);
  expect(bench.exceptions).toEqual([{ text: '"oh"', stack: [], isAtBoot: false }]);
});

test('one that a handler of the firmware gets is told, and not printed', () => {
  const bench = run('process.on("uncaughtException",e=>print("got",e.message));setTimeout(()=>mistake(),1)');
  expect(bench.lines).toEqual(['got mistake is not defined']);
  expect(bench.exceptions).toMatchObject([{ text: TEXT }]);
});

test('one in the handler is printed, and not handled again', () => {
  const bench = run('process.on("uncaughtException",e=>{throw new Error("worse")});setTimeout(()=>mistake(),1)');
  expect(bench.lines).toEqual(['Uncaught Error: worse']);
  expect(bench.exceptions).toMatchObject([{ text: TEXT }, { text: 'Error: worse' }]);
});

test('one that the firmware catches is not told', () => {
  expect(run('try{mistake()}catch(e){print("caught")}').exceptions).toEqual([]);
});
