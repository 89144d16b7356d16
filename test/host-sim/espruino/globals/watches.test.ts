import { bootBoard, type Workbench } from '../workbench';

const watching = (options: string): Workbench =>
  bootBoard(`setWatch(e=>print(e.state?"up":"down",Math.round((e.time-0.4)*1000)),D27,${options})`);

const pressAt = (bench: Workbench, ms: number): void => {
  bench.runTo(ms);
  bench.board.press();
};
const releaseAt = (bench: Workbench, ms: number): void => {
  bench.runTo(ms);
  bench.board.release();
};

test('a debounced watch tells a press and a release once each, when the contact has come to rest', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const bench = bootBoard(
      'setWatch(e=>print(e.state,getTime()-0.4,e.time-0.4),D27,{repeat:true,edge:"both",debounce:15})',
      { seed },
    );
    pressAt(bench, 10);
    releaseAt(bench, 100);
    bench.runTo(200);
    expect(bench.lines).toHaveLength(2);
    const [down, up] = bench.lines.map((line) => line.split(' '));
    expect([down![0], up![0]]).toEqual(['false', 'true']);
    // Bounces last at most 5 ms. The watch waits 15 ms after the last one, and gives its instant.
    expect(Number(down![2])).toBeGreaterThanOrEqual(0.01);
    expect(Number(down![2])).toBeLessThanOrEqual(0.015);
    expect(Number(down![1]) - Number(down![2])).toBeCloseTo(0.015, 4);
  }
});

test('without debounce every bounce is an event', () => {
  const bench = watching('{repeat:true}');
  pressAt(bench, 10);
  bench.runTo(50);
  expect(bench.lines.length).toBeGreaterThan(2);
  expect(bench.lines.length % 2).toBe(1);
});

test('a watch for one edge hears that edge only, and without repeat only once', () => {
  const rising = watching('{repeat:true,edge:"rising",debounce:10}');
  const once = watching('{repeat:false,edge:"falling",debounce:10}');
  for (const bench of [rising, once]) {
    for (const ms of [0, 100]) {
      pressAt(bench, ms + 10);
      releaseAt(bench, ms + 50);
    }
    bench.runTo(250);
  }
  expect(rising.lines.map((line) => line.split(' ')[0])).toEqual(['up', 'up']);
  expect(once.lines.map((line) => line.split(' ')[0])).toEqual(['down']);
});

test('setWatch turns the pull-up on, whatever the mode was', () => {
  const bench = bootBoard('pinMode(D27,"output");setWatch(print,D27,{});print(D27.getMode(),digitalRead(D27))');
  expect(bench.lines).toEqual(['input_pullup 1']);
});

test('a cleared watch is silent, even while a bounce is being waited for', () => {
  const bench = bootBoard('var w=setWatch(()=>print("no"),D27,{repeat:true,edge:"both",debounce:50})');
  pressAt(bench, 10);
  bench.runTo(30);
  expect(bench.ask('clearWatch(w)')).toBe('=undefined');
  bench.runTo(200);
  expect(bench.lines).not.toContain('no');
  expect(bench.ask('clearWatch(99)')).toContain('Unknown Watch');
});

test('the event carries the instant of the last one, and the pin', () => {
  const bench = bootBoard(
    'setWatch(e=>print(e.lastTime===undefined?"first":Math.round((e.time-e.lastTime)*1000),""+e.pin.toString()),D27,{repeat:true,edge:"both",debounce:10})',
  );
  pressAt(bench, 10);
  releaseAt(bench, 110);
  bench.runTo(200);
  expect(bench.lines[0]).toBe('first D27');
  expect(Math.abs(Number(bench.lines[1]!.split(' ')[0]) - 100)).toBeLessThanOrEqual(5);
});
