import type { Clock, Timer } from '../../core/clock';
import { NS_PER_MS, NS_PER_SECOND } from '../../core/time-units';
import type { Interpreter } from '../interpreter/interpreter';
import type { Events } from '../language/events';
import type { Radio } from './radio';
import type { Resolver } from './resolver';

/**
 * Why a board that hears the access point gets no connection: it refuses the password, nobody gives addresses, or the
 * board's own radio does not start.
 */
export type WifiTrouble = 'wrongPassword' | 'noDhcp' | 'noStart';

/** The only access point of the simulated world. Without trouble it accepts any name and password while it is in reach. */
export interface AccessPoint {
  readonly isInReach: boolean;
  /** Holds for attempts from now on. */
  readonly trouble: WifiTrouble | undefined;
  /** Called when it comes into reach or goes out of reach. */
  onChange: (isInReach: boolean) => void;
}

/** What the Wi-Fi module needs of the board. */
type WifiPorts = {
  readonly clock: Clock;
  readonly events: Events;
  readonly radio: Radio;
  readonly resolver: Resolver;
  /** A line for the console. */
  readonly print: (line: string) => void;
  readonly accessPoint: AccessPoint;
  /** The address that the board gets. */
  readonly address: string;
  readonly isPowered: () => boolean;
  /** What happens when power save is switched off while Bluetooth is on; gives what to throw. Undefined: nothing. */
  readonly abortOfCoexistence: () => Error | undefined;
};

// Typical of a WPA2 home network on a known channel. After 2.5 s ESP-IDF gives an attempt up.
const ASSOCIATION_NS = 300 * NS_PER_MS;
const DHCP_NS = 200 * NS_PER_MS;
const FAILED_ATTEMPT_NS = 2_500 * NS_PER_MS;
// With a wrong password the four-way handshake is not answered; the attempt ends after 4 s (logs of IDF 3.3 in
// espressif/esp-idf issue 3246). The reason differs between access points: 15 is the most common one.
const HANDSHAKE_TIMEOUT_NS = 4_000 * NS_PER_MS;
/** lwIP's DHCP client asks again after 2, 4, 8, 16, 32 s, and then every 60 s, for ever: `dhcp_discover` of its dhcp.c. */
const dhcpRetryNs = (tries: number): number => (tries < 6 ? 2 ** tries : 60) * NS_PER_SECOND;
/**
 * Attempts that the interpreter repeats without an event. Neither success nor a later loss of the network resets them.
 */
const SILENT_RETRIES = 2;

/** Why a connection ended, as the driver's numbers and the interpreter's names say it. */
type Reason = { readonly reason: number; readonly msg: string };
const NO_AP_FOUND: Reason = { reason: 201, msg: 'NO_AP_FOUND' };
const HANDSHAKE_TIMEOUT: Reason = { reason: 15, msg: '4WAY_HANDSHAKE_TIMEOUT' };

type Connect = { readonly ssid: string; callback: unknown };
type Settings = { readonly powersave?: unknown };

/** The connection to the access point, as the interpreter keeps it. */
class Station {
  status: 'off' | 'connecting' | 'connected' = 'off';
  private readonly interpreter: Interpreter;
  private readonly ports: WifiPorts;
  private readonly module: object;
  private wanted: Connect | undefined;
  private retriesLeft = 0;
  private timer: Timer | undefined;

  constructor(interpreter: Interpreter, ports: WifiPorts, module: object) {
    this.interpreter = interpreter;
    this.ports = ports;
    this.module = module;
    ports.accessPoint.onChange = (isInReach) => {
      if (isInReach || this.status === 'off') return;
      ports.radio.isUp = false;
      this.status = 'connecting';
      this.later(0, () => this.giveUpOrRetry(NO_AP_FOUND));
    };
  }

  get ssid(): string | undefined {
    return this.wanted?.ssid;
  }

  get addresses(): Readonly<Record<string, string>> {
    const { radio, address } = this.ports;
    return {
      ip: radio.isUp ? address : '0.0.0.0',
      netmask: radio.isUp ? '255.255.255.0' : '0.0.0.0',
      gw: radio.isUp ? address.replace(/\d+$/, '1') : '0.0.0.0',
      mac: '24:0a:c4:00:00:01',
    };
  }

  connect(ssid: string, callback: unknown): void {
    this.wanted = { ssid, callback };
    this.retriesLeft = SILENT_RETRIES;
    this.ports.radio.isUp = false;
    this.attempt();
  }

  disconnect(callback: unknown): void {
    this.timer?.cancel();
    const wasConnected = this.status !== 'off';
    this.status = 'off';
    this.ports.radio.isUp = false;
    if (wasConnected) this.emit('disconnected', { ssid: this.ssid, reason: 8, msg: 'ASSOC_LEAVE' });
    this.callBack(callback, null);
  }

  /** Queues a call of the firmware's callback, if it is one. */
  callBack(callback: unknown, ...values: readonly unknown[]): void {
    const { interpreter, module } = this;
    if (typeof callback === 'function')
      interpreter.cpu.post(interpreter.cpu.nowNs, () => interpreter.call(callback, module, values));
  }

  private attempt(): void {
    const { accessPoint, print } = this.ports;
    if (accessPoint.trouble === 'noStart') {
      // `jswrap_wifi_connect` returns before it keeps the callback: nothing is ever called.
      this.status = 'off';
      this.wanted = undefined;
      print('ERROR: jswrap_wifi_connect: esp_wifi_start: 257(unknown WiFi error, see wifiErrorToString)');
      return;
    }
    this.status = 'connecting';
    if (!accessPoint.isInReach) {
      this.later(FAILED_ATTEMPT_NS, () => this.giveUpOrRetry(NO_AP_FOUND));
      return;
    }
    if (accessPoint.trouble === 'wrongPassword') {
      this.later(HANDSHAKE_TIMEOUT_NS, () => this.giveUpOrRetry(HANDSHAKE_TIMEOUT));
      return;
    }
    this.later(ASSOCIATION_NS, () => {
      this.emit('associated', { ssid: this.ssid, channel: 6, authmode: 'wpa2' });
      this.later(DHCP_NS, () => this.takeAddress(1));
    });
  }

  /** Takes an address, or goes on asking. Nothing tells the program that nobody answers. */
  private takeAddress(tries: number): void {
    const { accessPoint, radio } = this.ports;
    if (accessPoint.trouble === 'noDhcp') {
      this.later(dhcpRetryNs(tries), () => this.takeAddress(tries + 1));
      return;
    }
    this.status = 'connected';
    radio.isUp = true;
    this.emit('connected', this.addresses);
    this.answer(null);
  }

  private giveUpOrRetry(why: Reason): void {
    if (this.retriesLeft > 0) {
      this.retriesLeft--;
      this.attempt();
      return;
    }
    this.status = 'off';
    this.emit('disconnected', { ssid: this.ssid, ...why });
    this.answer(why.msg);
  }

  /** Calls the callback of `connect`, once. */
  private answer(error: string | null): void {
    const callback = this.wanted?.callback;
    if (this.wanted !== undefined) this.wanted.callback = undefined;
    if (!this.interpreter.cpu.isHalted) this.callBack(callback, error);
  }

  private emit(event: string, details: Readonly<Record<string, unknown>>): void {
    const { interpreter, ports, module } = this;
    if (ports.isPowered() && !interpreter.cpu.isHalted) ports.events.emit(module, event, interpreter.object(details));
  }

  private later(delayNs: number, action: () => void): void {
    const { clock, isPowered } = this.ports;
    this.timer?.cancel();
    this.timer = clock.at(clock.nowNs + delayNs, () => {
      if (isPowered()) action();
    });
  }
}

/** `require("Wifi")`. */
export function createWifiModule(interpreter: Interpreter, ports: WifiPorts): object {
  const { radio } = ports;
  let hostname = 'espressif';
  const module = interpreter.object({});
  const station = new Station(interpreter, ports, module);
  return Object.assign(module, {
    connect(ssid: unknown, options: unknown, callback: unknown) {
      interpreter.cpu.charge(interpreter.costs.callback);
      if (typeof ssid !== 'string' || ssid === '') return interpreter.fail('Expecting SSID');
      station.connect(ssid, typeof options === 'function' ? options : callback);
    },
    disconnect: (callback: unknown) => station.disconnect(callback),
    setConfig(settings: Settings) {
      const abort = settings.powersave === 'none' ? ports.abortOfCoexistence() : undefined;
      if (abort !== undefined) throw abort;
      radio.sleepsBetweenBeacons = settings.powersave !== 'none';
    },
    getStatus: () =>
      interpreter.object({
        mode: station.status === 'off' ? 'off' : 'sta',
        station: station.status,
        ap: 'disabled',
        powersave: radio.sleepsBetweenBeacons ? 'ps-poll' : 'none',
      }),
    getDetails: () => interpreter.object({ status: station.status, ssid: station.ssid, rssi: -55 }),
    getIP(callback: unknown) {
      const ip = interpreter.object(station.addresses);
      station.callBack(callback, null, ip);
      return ip;
    },
    /** Looks a name up without standing still. */
    getHostByName(name: unknown, callback: unknown) {
      interpreter.cpu.charge(interpreter.costs.callback);
      if (typeof name !== 'string') return interpreter.fail('Hostname parameter is not a string');
      if (typeof callback !== 'function') return interpreter.fail('Callback is not a function');
      ports.resolver.resolve(name, (address) => station.callBack(callback, address ?? null));
    },
    setHostname: (name: unknown) => void (hostname = String(name)),
    getHostname: () => hostname,
    stopAP: () => {},
    save: () => {},
  });
}
