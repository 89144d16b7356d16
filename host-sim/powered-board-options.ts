import type { MemoryPlace } from './core/address-map';
import type { Clock } from './core/clock';
import type { Random } from './core/random';
import type { CostModel } from './espruino/cpu/cost-model';
import type { RadioFlags } from './espruino/globals/esp32';
import type { ScriptContextFactory } from './espruino/interpreter/script-context';
import type { UncaughtException } from './espruino/language/uncaught-exception';
import type { Crypto } from './espruino/modules/crypto';
import type { FlashFiles } from './espruino/modules/flash-files';
import type { AccessPoint } from './espruino/modules/wifi';
import type { Host } from './net/network';
import type { Amplifier } from './parts/amplifier';
import type { SampleSource } from './parts/sample-source';
import type { Level } from './peripherals/gpio';
import type { LinePads } from './peripherals/i2s-line';

/** What a board needs while it has power. */
export type PoweredBoardOptions = {
  readonly clock: Clock;
  readonly network: Host;
  readonly context: ScriptContextFactory;
  readonly crypto: Crypto;
  readonly microphone: SampleSource;
  readonly costs: CostModel;
  readonly clockPpm: number;
  readonly memory: MemoryPlace;
  readonly nativeCode: NativeCode;
  readonly flash: FlashFiles;
  readonly random: Random;
  readonly radioFlags: RadioFlags;
  /** Bytes of the longest piece of memory that the interpreter can have for its variables. */
  readonly largestHeapBytes: number;
  readonly accessPoint: AccessPoint;
  readonly amplifier: Amplifier;
  readonly microphonePads: LinePads;
  readonly pins: { readonly button: number; readonly muteSwitch: number; readonly led: number };
  readonly print: (line: string) => void;
  readonly showRing: (pin: number, timeNs: number, grb: Uint8Array) => void;
  readonly showLed: (timeNs: number, level: Level) => void;
  readonly onFault: (fault: Error) => void;
  readonly onException: (exception: FirmwareException) => void;
};

/** An exception that nothing in the firmware caught, and whether the boot file or a listener of `init` threw it. */
export type FirmwareException = UncaughtException & { readonly isAtBoot: boolean };

/** What happens when the firmware calls machine code: it runs, or the board panics. */
export type NativeCode = 'runs' | 'panics';
