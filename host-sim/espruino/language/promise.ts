import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

type State = 'pending' | 'fulfilled' | 'rejected';
type Reaction = { readonly onFulfilled: unknown; readonly onRejected: unknown; readonly next: Settle };
type Settle = { resolve(value: unknown): void; reject(reason: unknown): void };
type Inner = { state: State; value: unknown; reactions: Reaction[] };

/** The interpreter's own `Promise`: `then`, `catch`, `all`, `resolve`, `reject`. Reactions are queued like events. */
export function installPromise(interpreter: Interpreter): void {
  const { cpu, costs, globals } = interpreter;
  const inners = new WeakMap<object, Inner>();
  const prototype = interpreter.object({});

  const react = (inner: Inner, { onFulfilled, onRejected, next }: Reaction): void => {
    const handler = inner.state === 'fulfilled' ? onFulfilled : onRejected;
    const run = (): void => {
      if (typeof handler !== 'function') {
        if (inner.state === 'fulfilled') next.resolve(inner.value);
        else next.reject(inner.value);
        return;
      }
      try {
        next.resolve(interpreter.call(handler, undefined, [inner.value]));
      } catch (thrown) {
        if (cpu.isHalted) throw thrown;
        next.reject(thrown);
      }
    };
    cpu.post(cpu.nowNs, run, costs.queuedListener);
  };

  const settle = (inner: Inner, state: State, value: unknown): void => {
    if (inner.state !== 'pending') return;
    inner.state = state;
    inner.value = value;
    for (const reaction of inner.reactions.splice(0)) react(inner, reaction);
  };

  const create = (): { promise: object } & Settle => {
    const promise = Object.create(prototype) as object;
    const inner: Inner = { state: 'pending', value: undefined, reactions: [] };
    inners.set(promise, inner);
    let isDone = false;
    const reject = (reason: unknown): void => {
      if (!isDone) settle(inner, 'rejected', reason);
      isDone = true;
    };
    const resolve = (value: unknown): void => {
      if (isDone) return;
      isDone = true;
      const then = typeof value === 'object' && value !== null ? (value as { then?: unknown }).then : undefined;
      if (typeof then !== 'function') settle(inner, 'fulfilled', value);
      else
        interpreter.call(then, value, [
          (v: unknown) => settle(inner, 'fulfilled', v),
          (e: unknown) => settle(inner, 'rejected', e),
        ]);
    };
    return { promise, resolve, reject };
  };

  const then = (promise: object, onFulfilled: unknown, onRejected: unknown): object => {
    const inner = inners.get(promise);
    if (inner === undefined) return interpreter.fail('not a Promise');
    const next = create();
    const reaction = { onFulfilled, onRejected, next };
    if (inner.state === 'pending') inner.reactions.push(reaction);
    else react(inner, reaction);
    return next.promise;
  };

  const construct = function (executor: unknown): object {
    const { promise, resolve, reject } = create();
    try {
      interpreter.call(executor, undefined, [resolve, reject]);
    } catch (thrown) {
      if (cpu.isHalted) throw thrown;
      reject(thrown);
    }
    return promise;
  };

  const resolved = (value: unknown): object => {
    if (typeof value === 'object' && value !== null && inners.has(value)) return value;
    const { promise, resolve } = create();
    resolve(value);
    return promise;
  };

  const all = (values: readonly unknown[]): object => {
    const { promise, resolve, reject } = create();
    const results = interpreter.array(values.map(() => undefined));
    let open = values.length;
    if (open === 0) resolve(results);
    values.forEach((value, i) => {
      const take = (result: unknown): void => {
        results[i] = result;
        if (--open === 0) resolve(results);
      };
      then(resolved(value), take, reject);
    });
    return promise;
  };

  defineHidden(prototype, {
    then(this: object, onFulfilled: unknown, onRejected: unknown) {
      return then(this, onFulfilled, onRejected);
    },
    catch(this: object, onRejected: unknown) {
      return then(this, undefined, onRejected);
    },
    constructor: construct,
  });
  Object.defineProperty(construct, 'prototype', { value: prototype });
  defineHidden(construct, {
    all,
    resolve: resolved,
    reject: (reason: unknown) => {
      const { promise, reject } = create();
      reject(reason);
      return promise;
    },
  });
  globals['Promise'] = construct;
}
