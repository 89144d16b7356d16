import type { Timer } from '../../core/clock';
import { NS_PER_MS } from '../../core/time-units';
import type { Gpio, Level } from '../../peripherals/gpio';
import { runInterruptible } from '../cpu/errors';
import type { Interpreter } from '../interpreter/interpreter';
import type { Pins } from './pins';

type Edge = 'rising' | 'falling' | 'both';
type Watch = {
  readonly pin: number;
  readonly callback: unknown;
  readonly repeats: boolean;
  readonly edge: Edge;
  readonly debounceNs: number;
  /** Ends the observation of the pad. */
  observation: { cancel(): void };
  /** Fires when the contact has stopped bouncing. */
  settling: Timer | undefined;
  lastSeconds: number | undefined;
};
type WatchOptions = { readonly repeat?: unknown; readonly edge?: unknown; readonly debounce?: unknown };

/** What watches need. */
type WatchPorts = {
  readonly gpio: Gpio;
  readonly pins: Pins;
  /** From an instant in ns to seconds of the board's clock. */
  readonly toSeconds: (ns: number) => number;
};

/** `setWatch`: an interrupt takes each edge with its instant. The idle loop waits for the end of bouncing. */
export class Watches {
  private readonly interpreter: Interpreter;
  private readonly ports: WatchPorts;
  private readonly watches = new Map<number, Watch>();
  private lastId = 0;

  constructor(interpreter: Interpreter, ports: WatchPorts) {
    this.interpreter = interpreter;
    this.ports = ports;
  }

  /** `setWatch`: gives the watch's id. */
  add(callback: unknown, pin: unknown, given: unknown): number {
    const { cpu, costs, fail } = this.interpreter;
    const { gpio, pins } = this.ports;
    cpu.charge(costs.setWatch);
    if (typeof callback !== 'function' && typeof callback !== 'string') fail('Function or String not supplied!');
    const options: WatchOptions = typeof given === 'object' && given !== null ? given : { repeat: given };
    const pad = pins.number(pin);
    // The ESP32 port of Espruino sets the mode of the pin, whatever it was before.
    pins.setMode(pad, 'input_pullup');
    const id = ++this.lastId;
    const watch: Watch = {
      pin: pad,
      callback,
      repeats: Boolean(options.repeat),
      edge: this.edgeOf(options.edge),
      debounceNs: Math.max(0, Number(options.debounce) || 0) * NS_PER_MS,
      observation: { cancel: () => {} },
      settling: undefined,
      lastSeconds: undefined,
    };
    watch.observation = cpu.guard(() => gpio.watch(pad, (level, timeNs) => this.onEdge(id, watch, level, timeNs)));
    this.watches.set(id, watch);
    return id;
  }

  /** `clearWatch(id)`. Throws an error of the firmware's context if there is no such watch. */
  clear(id: unknown): void {
    if (this.watches.has(id as number)) this.remove(id as number);
    else this.interpreter.fail('Unknown Watch');
  }

  /** `clearWatch()`. */
  removeAll(): void {
    for (const id of [...this.watches.keys()]) this.remove(id);
  }

  private remove(id: number): void {
    const watch = this.watches.get(id);
    if (watch === undefined) return;
    watch.observation.cancel();
    watch.settling?.cancel();
    this.watches.delete(id);
  }

  private onEdge(id: number, watch: Watch, level: Level, atNs: number): void {
    const { cpu } = this.interpreter;
    if (cpu.isHalted) return;
    const fireIfSet = (): void => {
      watch.settling = undefined;
      if (this.watches.has(id)) this.fire(id, watch, level, atNs);
    };
    if (watch.debounceNs === 0) {
      cpu.post(atNs, fireIfSet);
      return;
    }
    watch.settling?.cancel();
    watch.settling = cpu.post(atNs + watch.debounceNs, fireIfSet);
  }

  private fire(id: number, watch: Watch, level: Level, atNs: number): void {
    const { interpreter, ports } = this;
    const time = ports.toSeconds(atNs);
    const lastTime = watch.lastSeconds;
    watch.lastSeconds = time;
    if (watch.edge !== 'both' && (level === 1) !== (watch.edge === 'rising')) return;
    if (!watch.repeats) this.remove(id);
    const event = interpreter.object({ state: level === 1, time, lastTime, pin: ports.pins.object(watch.pin) });
    runInterruptible(
      () => void interpreter.call(watch.callback, interpreter.globals, [event]),
      () => this.remove(id),
    );
  }

  private edgeOf(edge: unknown): Edge {
    if (edge === undefined) return 'both';
    if (edge === 'rising' || edge === 'falling' || edge === 'both') return edge;
    return this.interpreter.fail("'edge' in setWatch should be a string - either 'rising', 'falling' or 'both'");
  }
}

/** Installs `setWatch` and `clearWatch`. */
export function installWatches(interpreter: Interpreter, ports: WatchPorts): Watches {
  const { globals } = interpreter;
  const watches = new Watches(interpreter, ports);
  globals['setWatch'] = (callback: unknown, pin: unknown, options: unknown) => watches.add(callback, pin, options);
  globals['clearWatch'] = (...given: unknown[]): void => {
    if (given.length === 0) watches.removeAll();
    else watches.clear(given[0]);
  };
  return watches;
}
