// What the interpreter calls again and again: intervals, and watches of pins. When such a call runs out of memory, or is
// interrupted at the console, the interpreter forgets its interval or watch (Espruino, src/jsinteractive.c). So they stand
// here and can be set again. An interval is known by its period, so there is one of each.

const DEBOUNCE_MS = 15;
/** A watch stands behind all periods: here and so many pins further. */
const FIRST_PIN = 20000;

type Call = (event: WatchEvent) => void;

/** By the period, or by FIRST_PIN and the pin. The interpreter's lists take no memory for what is not in them. */
const calls: (Call | undefined)[] = [];
const ids: number[] = [];

function end(key: number): void {
  const id = ids[key];
  calls[key] = undefined;
  ids[key] = 0;
  if (!id) return;
  if (key < FIRST_PIN) return clearInterval(id);
  try {
    clearWatch(id);
  } catch (e) {
    // The interpreter has forgotten it.
  }
}

function keep(call: Call, key: number): void {
  end(key);
  calls[key] = call;
  ids[key] =
    key < FIRST_PIN
      ? setInterval(call as () => void, key)
      : setWatch(call, key - FIRST_PIN, { repeat: true, edge: 'both', debounce: DEBOUNCE_MS });
}

function watch(call: Call, pin: number): void {
  keep(call, FIRST_PIN + pin);
}

/**
 * `setInterval(call, periodMs)` in place of the interval with this period, which `clearInterval(periodMs)` ends; and
 * `setWatch(call, pin)`, which calls at every debounced edge.
 */
export { keep as setInterval, end as clearInterval, watch as setWatch };

/** Sets all intervals and watches again. */
export function setAgain(): void {
  calls.forEach((call, key) => {
    if (call) keep(call, key);
  });
}
