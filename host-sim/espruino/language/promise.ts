import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';
import { errorText } from './console-text';

type Settle = { resolve(value: unknown): void; reject(reason: unknown): void };
type Reaction = { readonly onFulfilled: unknown; readonly onRejected: unknown; readonly next: Settle };
type Inner = { state: 'pending' | 'fulfilled' | 'rejected'; value: unknown; reactions: Reaction[]; isWatched: boolean };

/** The interpreter's promises. Reactions are queued like events. */
class Promises {
  private readonly interpreter: Interpreter;
  private readonly prototype: object;
  private readonly inners = new WeakMap<object, Inner>();

  constructor(interpreter: Interpreter, prototype: object) {
    this.interpreter = interpreter;
    this.prototype = prototype;
  }

  /** A pending promise and the functions that settle it. */
  create(): { promise: object } & Settle {
    const promise = Object.create(this.prototype) as object;
    const inner: Inner = { state: 'pending', value: undefined, reactions: [], isWatched: false };
    this.inners.set(promise, inner);
    let isDone = false;
    const reject = (reason: unknown): void => {
      if (!isDone) this.settle(inner, 'rejected', reason);
      isDone = true;
    };
    const resolve = (value: unknown): void => {
      if (isDone) return;
      isDone = true;
      const then = typeof value === 'object' && value !== null ? (value as { then?: unknown }).then : undefined;
      if (typeof then !== 'function') this.settle(inner, 'fulfilled', value);
      else
        this.interpreter.call(then, value, [
          (v: unknown) => this.settle(inner, 'fulfilled', v),
          (e: unknown) => this.settle(inner, 'rejected', e),
        ]);
    };
    return { promise, resolve, reject };
  }

  /** `new Promise(executor)`. */
  construct(executor: unknown): object {
    const { promise, resolve, reject } = this.create();
    try {
      this.interpreter.call(executor, undefined, [resolve, reject]);
    } catch (thrown) {
      if (this.interpreter.cpu.isHalted) throw thrown;
      reject(thrown);
    }
    return promise;
  }

  /** `promise.then(onFulfilled, onRejected)`. */
  then(promise: object, onFulfilled: unknown, onRejected: unknown): object {
    const inner = this.inners.get(promise);
    if (inner === undefined) return this.interpreter.fail('not a Promise');
    const next = this.create();
    const reaction = { onFulfilled, onRejected, next };
    inner.isWatched = true;
    if (inner.state === 'pending') inner.reactions.push(reaction);
    else this.react(inner, reaction);
    return next.promise;
  }

  /** `Promise.resolve(value)`. */
  resolved(value: unknown): object {
    if (typeof value === 'object' && value !== null && this.inners.has(value)) return value;
    const { promise, resolve } = this.create();
    resolve(value);
    return promise;
  }

  /** `Promise.reject(reason)`. */
  rejected(reason: unknown): object {
    const { promise, reject } = this.create();
    reject(reason);
    return promise;
  }

  /** `Promise.all(values)`. */
  all(values: readonly unknown[]): object {
    const { promise, resolve, reject } = this.create();
    const results = this.interpreter.array(values.map(() => undefined));
    let open = values.length;
    if (open === 0) resolve(results);
    values.forEach((value, i) => {
      const keep = (result: unknown): void => {
        results[i] = result;
        if (--open === 0) resolve(results);
      };
      this.then(this.resolved(value), keep, reject);
    });
    return promise;
  }

  private settle(inner: Inner, state: 'fulfilled' | 'rejected', value: unknown): void {
    if (inner.state !== 'pending') return;
    inner.state = state;
    inner.value = value;
    if (state === 'rejected' && !inner.isWatched) this.complainLater(inner);
    for (const reaction of inner.reactions.splice(0)) this.react(inner, reaction);
  }

  /** Throws, once the current callback has ended, if nobody has asked for the outcome of a rejected promise until then. */
  private complainLater(inner: Inner): void {
    const { cpu, natives } = this.interpreter;
    cpu.post(
      cpu.nowNs,
      () => {
        if (inner.isWatched) return;
        const text = errorText(inner.value);
        const error = new natives.Error(`Unhandled promise rejection: ${text ?? String(inner.value)}`) as Error;
        // The interpreter passes on where the reason was thrown.
        if (text !== undefined) error.stack = String((inner.value as Error).stack);
        throw error;
      },
      0,
    );
  }

  private react(inner: Inner, { onFulfilled, onRejected, next }: Reaction): void {
    const { interpreter } = this;
    const { cpu, costs } = interpreter;
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
  }
}

/** Installs the interpreter's own `Promise`, with `then`, `catch`, `all`, `resolve` and `reject`. */
export function installPromise(interpreter: Interpreter): void {
  const prototype = interpreter.object({});
  const promises = new Promises(interpreter, prototype);
  const construct = function (executor: unknown): object {
    return promises.construct(executor);
  };
  defineHidden(prototype, {
    then(this: object, onFulfilled: unknown, onRejected: unknown) {
      return promises.then(this, onFulfilled, onRejected);
    },
    catch(this: object, onRejected: unknown) {
      return promises.then(this, undefined, onRejected);
    },
    constructor: construct,
  });
  Object.defineProperty(construct, 'prototype', { value: prototype });
  defineHidden(construct, {
    all: (values: readonly unknown[]) => promises.all(values),
    resolve: (value: unknown) => promises.resolved(value),
    reject: (reason: unknown) => promises.rejected(reason),
  });
  interpreter.globals['Promise'] = construct;
}
