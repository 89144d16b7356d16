import { printLine } from './console';

// Keeps the Wi-Fi up. The interpreter gives up after two silent retries and stops the radio, so this connects again,
// for ever.

const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 15000;

/**
 * Connects and reconnects until the board is switched off. `onChange` is called when the Wi-Fi comes and when it is
 * lost.
 */
export function keepWifi(ssid: string, password: string, onChange: (isUp: boolean) => void): void {
  const wifi = require('Wifi');
  let isUp = false;
  let retryMs = RETRY_MIN_MS;
  let isWaiting = false;

  function retry(): void {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(
      () => {
        isWaiting = false;
        connect();
      },
      retryMs * (0.5 + Math.random() / 2),
    );
    retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
  }

  function up(): void {
    if (isUp) return;
    isUp = true;
    retryMs = RETRY_MIN_MS;
    // Power save would add tens of milliseconds to every packet.
    wifi.setConfig({ powersave: 'none' });
    onChange(true);
  }

  function down(): void {
    if (isUp) {
      isUp = false;
      onChange(false);
    }
    retry();
  }

  function connect(): void {
    wifi.connect(ssid, { password: password }, (error) => {
      if (!error) return up();
      printLine(`Wi-Fi "${ssid}" cannot be reached (${error}); trying again`);
      down();
    });
  }

  wifi.on('connected', up);
  wifi.on('disconnected', down);
  connect();
}
