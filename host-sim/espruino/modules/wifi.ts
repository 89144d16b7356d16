import type { Clock, Timer } from '../../core/clock';
import type { Events } from '../language/events';
import type { Interpreter } from '../interpreter/interpreter';
import type { Radio } from './radio';
import { NS_PER_MS } from '../../core/time-units';

/** The world around the radio: one access point that takes any name and password while it is in reach. */
export interface AccessPoint {
  readonly isInReach: boolean;
  /** Told when it comes into or goes out of reach. */
  onChange: (isInReach: boolean) => void;
}

/** What the Wi-Fi module needs of the board. */
export type WifiPorts = {
  readonly clock: Clock;
  readonly events: Events;
  readonly radio: Radio;
  readonly accessPoint: AccessPoint;
  /** The address the board gets. */
  readonly address: string;
  readonly isPowered: () => boolean;
};

// Typical of a WPA2 home network with a known channel; the 2.5 s are the IDF's until it gives an attempt up.
const ASSOCIATION_NS = 300 * NS_PER_MS;
const DHCP_NS = 200 * NS_PER_MS;
const FAILED_ATTEMPT_NS = 2_500 * NS_PER_MS;
/** The interpreter's budget for a whole connection: neither success nor a later drop refills it. */
const SILENT_RETRIES = 2;

type Connect = { readonly ssid: string; callback: unknown };
type Settings = { readonly powersave?: unknown };

/** `require("Wifi")`. */
export function createWifiModule(interpreter: Interpreter, ports: WifiPorts): object {
  const { cpu } = interpreter;
  const { clock, events, radio, accessPoint } = ports;
  let status: 'off' | 'connecting' | 'connected' = 'off';
  let wanted: Connect | undefined;
  let retriesLeft = 0;
  let hostname = 'espressif';
  let timer: Timer | undefined;

  const tell = (event: string, details: Readonly<Record<string, unknown>>): void => {
    if (ports.isPowered() && !cpu.isHalted) events.emit(module, event, interpreter.object(details));
  };
  const answer = (error: string | null): void => {
    const callback = wanted?.callback;
    if (wanted !== undefined) wanted.callback = undefined;
    if (typeof callback === 'function' && !cpu.isHalted)
      cpu.post(cpu.nowNs, () => interpreter.call(callback, module, [error]));
  };
  const later = (delayNs: number, action: () => void): void => {
    timer?.cancel();
    timer = clock.at(clock.nowNs + delayNs, () => {
      if (ports.isPowered()) action();
    });
  };
  const addresses = (): Readonly<Record<string, string>> => ({
    ip: radio.isUp ? ports.address : '0.0.0.0',
    netmask: radio.isUp ? '255.255.255.0' : '0.0.0.0',
    gw: radio.isUp ? ports.address.replace(/\d+$/, '1') : '0.0.0.0',
    mac: '24:0a:c4:00:00:01',
  });

  const attempt = (): void => {
    status = 'connecting';
    if (!accessPoint.isInReach) {
      later(FAILED_ATTEMPT_NS, giveUpOrRetry);
      return;
    }
    later(ASSOCIATION_NS, () => {
      tell('associated', { ssid: wanted?.ssid, channel: 6, authmode: 'wpa2' });
      later(DHCP_NS, () => {
        status = 'connected';
        radio.isUp = true;
        tell('connected', addresses());
        answer(null);
      });
    });
  };

  const giveUpOrRetry = (): void => {
    if (retriesLeft > 0) {
      retriesLeft--;
      attempt();
      return;
    }
    status = 'off';
    tell('disconnected', { ssid: wanted?.ssid, reason: 201, msg: 'NO_AP_FOUND' });
    answer('NO_AP_FOUND');
  };

  accessPoint.onChange = (isInReach) => {
    if (isInReach || status === 'off') return;
    radio.isUp = false;
    status = 'connecting';
    later(0, giveUpOrRetry);
  };

  const module = interpreter.object({
    connect(ssid: unknown, options: unknown, callback: unknown) {
      cpu.charge(interpreter.costs.callback);
      if (typeof ssid !== 'string' || ssid === '') return interpreter.fail('Expecting SSID');
      wanted = { ssid, callback: typeof options === 'function' ? options : callback };
      retriesLeft = SILENT_RETRIES;
      radio.isUp = false;
      attempt();
    },
    disconnect(callback: unknown) {
      timer?.cancel();
      const wasConnected = status !== 'off';
      status = 'off';
      radio.isUp = false;
      if (wasConnected) tell('disconnected', { ssid: wanted?.ssid, reason: 8, msg: 'ASSOC_LEAVE' });
      if (typeof callback === 'function') cpu.post(cpu.nowNs, () => interpreter.call(callback, module, [null]));
    },
    setConfig(settings: Settings) {
      radio.sleepsBetweenBeacons = settings.powersave !== 'none';
    },
    getStatus: () =>
      interpreter.object({
        mode: status === 'off' ? 'off' : 'sta',
        station: status,
        ap: 'disabled',
        powersave: radio.sleepsBetweenBeacons ? 'ps-poll' : 'none',
      }),
    getDetails: () => interpreter.object({ status, ssid: wanted?.ssid, rssi: -55 }),
    getIP(callback: unknown) {
      const ip = interpreter.object(addresses());
      if (typeof callback === 'function') cpu.post(cpu.nowNs, () => interpreter.call(callback, module, [null, ip]));
      return ip;
    },
    setHostname: (name: unknown) => void (hostname = String(name)),
    getHostname: () => hostname,
    stopAP: () => {},
    save: () => {},
  });
  return module;
}
