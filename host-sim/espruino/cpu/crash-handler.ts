import type { Clock } from '../../core/clock';
import { NS_PER_MS } from '../../core/time-units';
import { OUT_OF_MEMORY_LINES, WATCHDOG, type Crash } from './crashes';
import type { Cpu } from './cpu';
import { ChipRestart, OutOfMemory } from './errors';
import { Watchdog } from './watchdog';

/** What the handler needs. */
type CrashPorts = {
  readonly clock: Clock;
  readonly cpu: () => Cpu;
  readonly print: (line: string) => void;
  /** Ends the interpreter and boots the chip. Flash, RTC memory and the state of peripherals stay. */
  readonly restartChip: () => void;
};

/** What ends a callback of the firmware from outside: a crash of the chip, its watchdog, or a lack of variables. */
export class CrashHandler {
  readonly watchdog: Watchdog;
  private readonly ports: CrashPorts;
  /** Whether the next callback finds no variable left. */
  private isOutOfMemory = false;
  private errorFlags: string[] = [];
  private bootedNs = 0;

  constructor(ports: CrashPorts) {
    this.ports = ports;
    this.watchdog = new Watchdog(ports.clock, () => void this.crash(WATCHDOG));
  }

  /** The chip boots: milliseconds in its log count from here. */
  chipBoots(nowNs: number): void {
    this.bootedNs = nowNs;
  }

  /** Takes all variables from the next callback. */
  exhaustMemory(): void {
    this.isOutOfMemory = true;
  }

  /** Errors of the interpreter since this was asked last, by the names of `E.getErrorFlags`. */
  takeErrorFlags(): readonly string[] {
    return this.errorFlags.splice(0);
  }

  /** Why the running callback ends at this instant, if it does. */
  whyEnd(nowNs: number): Error | undefined {
    if (this.watchdog.bitesAt(nowNs)) return this.crash(WATCHDOG);
    if (!this.isOutOfMemory) return undefined;
    this.isOutOfMemory = false;
    return this.ports.cpu().abort(new OutOfMemory(), () => {
      this.errorFlags.push('MEMORY', 'CALLBACK');
      this.ports.print(OUT_OF_MEMORY_LINES.join('\n'));
    });
  }

  /** Ends the program and restarts the chip. Gives what to throw within a callback. */
  crash(crash: Crash, why = 'the chip restarts'): Error {
    const { cpu, print, restartChip } = this.ports;
    return cpu().abort(new ChipRestart(why), () => {
      const lines = crash(Math.round((cpu().nowNs - this.bootedNs) / NS_PER_MS));
      if (lines.length > 0) print(lines.join('\n'));
      this.watchdog.off();
      this.errorFlags = [];
      restartChip();
    });
  }
}
