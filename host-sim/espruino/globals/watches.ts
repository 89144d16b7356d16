import type { Timer } from '../../core/clock';
import type { Gpio, Level } from '../../peripherals/gpio';
import type { Interpreter } from '../interpreter/interpreter';
import type { Pins } from './pins';
import { NS_PER_MS } from '../../core/time-units';

type Edge = 'rising' | 'falling' | 'both';
type Watch = {
  readonly pin: number;
  readonly callback: unknown;
  readonly repeats: boolean;
  readonly edge: Edge;
  readonly debounceNs: number;
  /** Unsettled: the latest edge, whose end of bouncing is awaited. */
  bounce: { level: Level; atNs: number; timer: Timer } | undefined;
  lastSeconds: number | undefined;
};
type WatchOptions = { readonly repeat?: unknown; readonly edge?: unknown; readonly debounce?: unknown };

/** `setWatch` and `clearWatch`: edges are taken by interrupt with their time, bounces are waited for in the idle loop. */
export function installWatches(
  interpreter: Interpreter,
  gpio: Gpio,
  pins: Pins,
  toSeconds: (ns: number) => number,
): { removeAll(): void } {
  const { cpu, costs, globals, fail } = interpreter;
  const watches = new Map<number, Watch & { readonly taps: { cancel(): void } }>();
  let lastId = 0;

  const fire = (id: number, watch: Watch, level: Level, atNs: number): void => {
    const seconds = toSeconds(atNs);
    const { lastSeconds } = watch;
    watch.lastSeconds = seconds;
    if (watch.edge !== 'both' && (level === 1) !== (watch.edge === 'rising')) return;
    if (!watch.repeats) remove(id);
    const event = { state: level === 1, time: seconds, lastTime: lastSeconds, pin: pins.object(watch.pin) };
    interpreter.call(watch.callback, globals, [interpreter.object(event)]);
  };

  const onEdge = (id: number, watch: Watch, level: Level, atNs: number): void => {
    if (cpu.isHalted) return;
    if (watch.debounceNs === 0) {
      cpu.post(atNs, () => {
        if (watches.has(id)) fire(id, watch, level, atNs);
      });
      return;
    }
    watch.bounce?.timer.cancel();
    const timer = cpu.post(atNs + watch.debounceNs, () => {
      watch.bounce = undefined;
      if (watches.has(id)) fire(id, watch, level, atNs);
    });
    watch.bounce = { level, atNs, timer };
  };

  const remove = (id: number): void => {
    const watch = watches.get(id);
    if (watch === undefined) return;
    watch.taps.cancel();
    watch.bounce?.timer.cancel();
    watches.delete(id);
  };

  const removeAll = (): void => [...watches.keys()].forEach(remove);

  const edgeOf = (edge: unknown): Edge => {
    if (edge === undefined) return 'both';
    if (edge === 'rising' || edge === 'falling' || edge === 'both') return edge;
    return fail("'edge' in setWatch should be a string - either 'rising', 'falling' or 'both'");
  };

  globals['setWatch'] = (callback: unknown, pin: unknown, given: unknown): number => {
    cpu.charge(costs.setWatch);
    if (typeof callback !== 'function' && typeof callback !== 'string') fail('Function or String not supplied!');
    const options: WatchOptions = typeof given === 'object' && given !== null ? given : { repeat: given };
    const pad = pins.number(pin);
    // The ESP32 port sets the pin's mode itself, whatever it was.
    pins.setMode(pad, 'input_pullup');
    const id = ++lastId;
    const watch: Watch = {
      pin: pad,
      callback,
      repeats: Boolean(options.repeat),
      edge: edgeOf(options.edge),
      debounceNs: Math.max(0, Number(options.debounce) || 0) * NS_PER_MS,
      bounce: undefined,
      lastSeconds: undefined,
    };
    const taps = cpu.guard(() => gpio.watch(pad, (level, timeNs) => onEdge(id, watch, level, timeNs)));
    watches.set(id, Object.assign(watch, { taps }));
    return id;
  };
  globals['clearWatch'] = (...given: unknown[]): void => {
    if (given.length === 0) removeAll();
    else if (watches.has(given[0] as number)) remove(given[0] as number);
    else fail('Unknown Watch');
  };
  return { removeAll };
}
