import type { VirtualClock } from '../../host-sim/core/clock';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';
import type { FirmwareBuild } from '../firmware-text';
import { writeRecording } from '../sound/recordings';
import { joinAndTalk, openCast, type CastMember } from './cast';
import { statusLine } from './status-line';

/** Where the cast of `stagebox dev` is. */
type DevCastPorts = {
  readonly clock: VirtualClock;
  readonly print: (line: string) => void;
  readonly relayPort: number;
  readonly outFolder: string;
};

/** Speakers that start again with each new firmware, and go on with the former one when there is none. */
export class DevCast {
  /** The speakers that run. Empty until there is a firmware. */
  readonly members: CastMember[] = [];
  private readonly ports: DevCastPorts;
  /** Those whose firmware cannot tell its status, and why. They are not asked again. */
  private readonly silent = new Map<CastMember, string>();
  private startedAt = '';
  /** Whether the sources do not build, so that what runs is not of them. */
  private isFormer = false;

  constructor(ports: DevCastPorts) {
    this.ports = ports;
  }

  /** Runs another firmware. Who has left the room by a key stays outside of it; all others join and talk. */
  restart(build: FirmwareBuild): void {
    const { clock, print, relayPort } = this.ports;
    const away = new Set(
      this.members.filter((member) => this.statusOf(member)?.state === 'idle').map(({ name }) => name),
    );
    this.close();
    this.silent.clear();
    this.members.splice(0, Infinity, ...openCast(build, relayPort, clock, print));
    this.startedAt = timeOfDay();
    this.isFormer = false;
    for (const member of this.members) {
      member.console.onBootFailure = (failure) => print(failure.message);
      member.board.onFault = (fault) => print(`${member.name} has stopped: ${fault.message}`);
      member.board.powerOn();
      if (!away.has(member.name))
        joinAndTalk(clock, member, () => this.members.includes(member) && this.isTelling(member));
    }
  }

  /** Says from now on that what runs is not of the sources. */
  keepFormer(): void {
    this.isFormer = true;
    if (this.members.length > 0) this.ports.print(this.formerLine());
  }

  /** What runs is of the sources again. */
  goOn(): void {
    this.isFormer = false;
  }

  /** The state of the speakers. */
  lines(): string[] {
    const lines = this.members.map((member) => {
      if (!this.isTelling(member)) return `${member.name}: ${this.silent.get(member)}`;
      return statusLine(member.name, member.board, this.ports.clock.nowNs);
    });
    return this.isFormer && lines.length > 0 ? [this.formerLine(), ...lines] : lines;
  }

  /** Writes what the speakers have heard since they started, and switches them off. */
  close(): void {
    const { clock, outFolder } = this.ports;
    for (const { name, board, startNs } of this.members) {
      writeRecording(outFolder, name, board, startNs, clock.nowNs);
      board.powerOff();
    }
  }

  /** What is to be said of all speakers, or ''. */
  note(): string {
    return this.isFormer ? this.formerLine() : '';
  }

  private formerLine(): string {
    return `the former firmware goes on, that of ${this.startedAt}: the sources do not build`;
  }

  /** The status of a speaker. Undefined while it starts, or if its firmware cannot tell it. */
  statusOf(member: CastMember): SpeakerStatus | undefined {
    if (this.silent.has(member)) return undefined;
    try {
      return statusOf(member.board);
    } catch (error) {
      this.silent.set(member, (error as Error).message);
      return undefined;
    }
  }

  private isTelling(member: CastMember): boolean {
    this.statusOf(member);
    return !this.silent.has(member);
  }
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8);
}
