import { printLine } from './console';

// Keeps the Wi-Fi up. The interpreter gives up after two silent retries and stops the radio, so this connects again,
// for ever.

const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 15000;
/** If the radio does not start, or nobody gives an address, the interpreter never calls anything. */
const CONNECT_WITHIN_MS = 30000;
/** While the Wi-Fi is up, its address is looked at so often. The interpreter reconnects twice without a word. */
const LOOK_EVERY_MS = 15000;

/**
 * Connects and reconnects until the board is switched off. `onChange` is called when the Wi-Fi comes, also when it was
 * away for so short a time that nobody noticed, and when it is lost.
 */
export function keepWifi(ssid: string, password: string, onChange: (isUp: boolean) => void): void {
  const wifi = require('Wifi');
  let isUp = false;
  let isTrying = false;
  let retryMs = RETRY_MIN_MS;
  let timer = 0;

  function later(action: () => void, delayMs: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(action, delayMs);
  }

  function up(): void {
    later(() => look(true), LOOK_EVERY_MS);
    isTrying = false;
    isUp = true;
    retryMs = RETRY_MIN_MS;
    // Power save would add tens of milliseconds to every packet.
    wifi.setConfig({ powersave: 'none' });
    onChange(true);
  }

  /** A board that had no address at two looks, one after the other, gets none: it connects anew. */
  function look(hadAddress: boolean): void {
    const has = hasAddress();
    if (has || hadAddress) return later(() => look(has), LOOK_EVERY_MS);
    down('no address');
  }

  function down(why: string): void {
    // One failure is told twice: by the event and by the callback.
    if (!isUp && !isTrying) return;
    if (isUp) onChange(false);
    printLine(`Wi-Fi "${ssid}" cannot be reached (${why}); trying again`);
    isUp = isTrying = false;
    later(connect, retryMs * (0.5 + Math.random() / 2));
    retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
  }

  function connect(): void {
    isTrying = true;
    later(() => down('no answer of the radio'), CONNECT_WITHIN_MS);
    wifi.connect(ssid, { password: password }, (error) => (error ? down(error) : up()));
  }

  wifi.on('connected', up);
  wifi.on('disconnected', () => down('disconnected'));
  connect();
}

/** Whether the board has an address. What is sent without one does harm: docs/reference/hazards.md, "a failed send". */
export function hasAddress(): boolean {
  return require('Wifi').getIP().ip !== '0.0.0.0';
}

/** Gives the address of a host, which may be one already; null if its name has none. The program goes on meanwhile. */
export function findAddress(host: string, done: (address: string | null) => void): void {
  if (/[^0-9.]/.test(host)) require('Wifi').getHostByName(host, done);
  else done(host);
}
