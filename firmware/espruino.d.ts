// What @types/espruino lacks, or declares too narrowly for the firmware. Checked on the real interpreter.
// Reference pages: https://www.espruino.com/Reference

declare const __VERSION__: string;

type NativeFunction = (a?: number, b?: number, c?: number, d?: number) => number;

/** Anything whose bytes lie in memory. */
type Bytes = ArrayBufferView | ArrayBuffer | string;

declare namespace E {
  /** Address of a flat array's data, or 0 when it is not flat. */
  function getAddressOf(value: ArrayBufferView | string, flat: boolean): number;
  /** Calls machine code at an absolute address; arguments left out are 0. */
  function nativeCall(address: number, signature: 'int(int,int,int,int)'): NativeFunction;
  /** `to[i] = map[from[i]]`, or `map(from[i])`; stops at the shorter array. */
  function mapInPlace(
    from: ArrayBufferView,
    to: ArrayBufferView,
    map?: ArrayLike<number> | ((value: number) => number),
  ): void;
  /** A flat string of the bytes, or undefined when memory has no run that long. */
  function toString(bytes: Bytes): string | undefined;
  /** The bytes of all values in a new string, which is flat if memory has a run that long. */
  function toString(first: Bytes, second: Bytes): string | undefined;
  /** CRC of IEEE 802.3, from 0 up. */
  function CRC32(bytes: ArrayBufferView | string): number;
  /** Restarts the chip when nothing feeds the watchdog for so long: the idle loop does, unless `isAuto` is false. */
  function enableWatchdog(seconds: number, isAuto?: boolean): void;
  function kickWatchdog(): void;
  function on(event: 'init' | 'kill', listener: () => void): void;
}

declare const console: { log(...values: readonly unknown[]): void };
declare const process: { memory(collectGarbage: boolean): { usage: number; free: number } };
declare function peek32(address: number): number;
/** Writes a word, or several one after the other. */
declare function poke32(address: number, value: number | Uint32Array): void;
declare function atob(base64: string): string;
declare function setTimeout(action: () => void, delayMs: number): number;
declare function setInterval(action: () => void, everyMs: number): number;
/** A GPIO number serves wherever a Pin does. */
declare function pinMode(pin: number, mode: 'input' | 'input_pullup' | 'output'): void;
declare function digitalWrite(pin: number, value: number | boolean): void;
declare function digitalRead(pin: number): number;
declare function setWatch(
  action: (event: WatchEvent) => void,
  pin: number,
  options: { repeat: boolean; edge: 'both'; debounce: number },
): number;
declare function clearWatch(id: number): void;
declare const ESP32: { readonly enableBLE?: unknown; getState(): { readonly BLE?: boolean } };
/** Bluetooth, where the interpreter has it. */
declare const NRF: unknown;
declare function print(...values: unknown[]): void;

/** One edge of a watched pin; times in seconds. */
type WatchEvent = { readonly state: boolean; readonly time: number; readonly lastTime: number };

interface TcpSocket {
  write(data: string): boolean;
  end(): void;
  on(event: 'data', listener: (data: string) => void): void;
  on(event: 'close', listener: (hadError: boolean) => void): void;
  on(event: 'error', listener: (error: { code: number; message: string } | undefined) => void): void;
}

interface UdpSocket {
  bind(port: number): void;
  send(data: string, port: number, host: string): void;
  close(): void;
  on(
    event: 'message',
    listener: (message: string, from: { address: string; port: number; size: number }) => void,
  ): void;
  on(event: 'close', listener: () => void): void;
  on(event: 'error', listener: (error: unknown) => void): void;
}

interface WifiModule {
  connect(ssid: string, options: { password?: string }, done: (error: string | null) => void): void;
  setConfig(settings: { powersave: 'none' | 'ps-poll' }): void;
  on(event: 'connected' | 'disconnected', listener: (details: unknown) => void): void;
  /** '0.0.0.0' while the board has no address. */
  getIP(): { readonly ip: string };
  /** Looks a name up; null if it has no address. The program goes on meanwhile, which it does not if a socket looks it up. */
  getHostByName(name: string, done: (address: string | null) => void): void;
}

interface EspruinoModules {
  Wifi: WifiModule;
  net: { connect(to: { host: string; port: number }, done: () => void): TcpSocket };
  dgram: { createSocket(type: 'udp4'): UdpSocket };
  crypto: {
    SHA1(data: string): ArrayBuffer;
    SHA256(data: string): ArrayBuffer;
    /**
     * Without padding. Undefined, with a line at the console, when the message has no whole blocks or memory is full.
     */
    AES: Record<
      'encrypt' | 'decrypt',
      (message: string, key: string, options: { iv: string }) => ArrayBuffer | undefined
    >;
  };
  neopixel: { write(pin: number, grb: Uint8Array): void };
  Storage: {
    read(name: string): string | undefined;
    readArrayBuffer(name: string): ArrayBuffer | undefined;
    readJSON(name: string, noExceptions: boolean): unknown;
    write(name: string, data: string, offset?: number, size?: number): boolean;
    erase(name: string): void;
    /** Bytes of the longest file that can be written without compaction. */
    getFree(): number;
  };
}

declare function require<K extends keyof EspruinoModules>(module: K): EspruinoModules[K];
/** A file of ours that the build makes a module file of its own (firmware/build/module-files.ts). */
declare function require(path: `./${string}`): unknown;

declare const Modules: {
  /** Forgets a module that `require` has run. @throws Error if it has not */
  removeCached(name: string): void;
};
