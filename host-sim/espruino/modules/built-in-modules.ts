import type { Clock } from '../../core/clock';
import type { Host } from '../../net/network';
import type { Pins } from '../globals/pins';
import type { Interpreter } from '../interpreter/interpreter';
import type { Language } from '../language/language';
import { createCryptoModule, type Crypto } from './crypto';
import { createDgramModule } from './dgram';
import type { FlashFiles } from './flash-files';
import { createNeopixelModule } from './neopixel';
import { createNetModule } from './net';
import { Radio } from './radio';
import { installRequire } from './require';
import { Resolver } from './resolver';
import type { SocketPorts } from './socket-ports';
import { createStorage } from './storage';
import { createWifiModule, type AccessPoint } from './wifi';

/** What the modules need of the board. */
export type ModulePorts = {
  readonly clock: Clock;
  readonly host: Host;
  readonly accessPoint: AccessPoint;
  readonly flash: FlashFiles;
  readonly crypto: Crypto;
  /** A line for the console, in the board's bytes. */
  readonly print: (line: string) => void;
  /** Called with the bytes that `neopixel.write` sends out at a pin. */
  readonly showRing: (pin: number, grb: Uint8Array) => void;
  /** Ends the interpreter and starts another one, as `E.reboot()` does. */
  readonly restart: () => void;
  /** What happens when power save is switched off while Bluetooth is on; gives what to throw. Undefined: nothing. */
  readonly abortOfCoexistence: () => Error | undefined;
};

/** Installs `require` and the modules of stock Espruino. `close()` ends all connections when the interpreter ends. */
export function installModules(
  interpreter: Interpreter,
  { elements, events }: Language,
  pins: Pins,
  ports: ModulePorts,
): { close(): void } {
  const { clock, host, accessPoint, flash, crypto, print } = ports;
  const opened = new Set<{ close(): void }>();
  const radio = new Radio(clock);
  const resolver = new Resolver(interpreter.cpu, clock, host, radio);
  let isPowered = true;
  const sockets: SocketPorts = {
    ...{ elements, events, radio, resolver, host },
    onOpened: (socket) => void opened.add(socket),
  };
  const { abortOfCoexistence } = ports;
  const wifi = {
    ...{ clock, events, radio, resolver, print, accessPoint, address: host.address, abortOfCoexistence },
    isPowered: (): boolean => isPowered,
  };
  installRequire(interpreter, flash, {
    Wifi: () => createWifiModule(interpreter, wifi),
    Storage: () => createStorage(interpreter, elements, flash),
    crypto: () => createCryptoModule(interpreter, elements, crypto, print),
    dgram: () => createDgramModule(interpreter, sockets),
    net: () => createNetModule(interpreter, sockets),
    neopixel: () => createNeopixelModule(interpreter, elements, pins, ports.showRing),
    ESP32: () => interpreter.object({ reboot: ports.restart }),
  });
  return {
    close() {
      isPowered = false;
      accessPoint.onChange = () => {};
      for (const socket of opened) socket.close();
      radio.isUp = false;
    },
  };
}
