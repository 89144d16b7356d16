import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

/** Events of any object of the interpreter. Listeners run after the current callback. */
export interface Events {
  /** Queues a callback for each listener. */
  emit(target: object, event: string, ...values: readonly unknown[]): void;
  /** Runs the listeners at once. If one throws, the others still run. */
  emitNow(target: object, event: string, ...values: readonly unknown[]): void;
  /** Whether an event has listeners. */
  has(target: object, event: string): boolean;
}

/** Installs `on`, `emit` and the other event functions in `Object.prototype` of the context. */
export function installEvents(interpreter: Interpreter, onException: (thrown: unknown) => void): Events {
  const { cpu, costs, natives } = interpreter;
  const table = new WeakMap<object, Map<string, unknown[]>>();

  const listenersOf = (target: object, event: string): readonly unknown[] => table.get(target)?.get(event) ?? [];

  const change = (target: object, event: unknown, edit: (list: unknown[]) => unknown[]): void => {
    let events = table.get(target);
    if (events === undefined) table.set(target, (events = new Map<string, unknown[]>()));
    events.set(String(event), edit([...(events.get(String(event)) ?? [])]));
  };

  const emit = (target: object, event: string, values: readonly unknown[], costNs: number): void => {
    for (const listener of listenersOf(target, event))
      cpu.post(cpu.nowNs, () => interpreter.call(listener, target, values), costNs);
  };

  const requireFunction = (listener: unknown): void => {
    if (typeof listener !== 'function' && typeof listener !== 'string')
      interpreter.fail('First argument to EventEmitter.on(..) must be a string, and second a function or String');
  };

  const on = function (this: object, event: unknown, listener: unknown): void {
    requireFunction(listener);
    change(this, event, (list) => [...list, listener]);
  };

  defineHidden(natives.Object.prototype, {
    on,
    addListener: on,
    prependListener(this: object, event: unknown, listener: unknown): void {
      requireFunction(listener);
      change(this, event, (list) => [listener, ...list]);
    },
    removeListener(this: object, event: unknown, listener: unknown): void {
      change(this, event, (list) => list.filter((other) => other !== listener));
    },
    removeAllListeners(this: object, event: unknown): void {
      if (event === undefined) table.delete(this);
      else change(this, event, () => []);
    },
    emit(this: object, event: unknown, ...values: unknown[]): void {
      emit(this, String(event), values, costs.queuedListener);
    },
  });

  return {
    emit: (target, event, ...values) => emit(target, event, values, costs.callback),
    emitNow: (target, event, ...values) => {
      for (const listener of listenersOf(target, event)) {
        try {
          interpreter.call(listener, target, values);
        } catch (thrown) {
          if (cpu.isHalted) throw thrown;
          onException(thrown);
        }
      }
    },
    has: (target, event) => listenersOf(target, event).length > 0,
  };
}
