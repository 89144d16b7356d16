// The media of a room's members: who has a place in the room's sound, and by which pass its packets come in.

import { FRAME_MS, FRAMES_PER_PACKET_MAX, TOKEN_BYTES } from '../../wire/limits';
import type { Role } from '../../wire/signal';
import type { Clock, Log, Random } from '../ports/ports';
import { randomHex } from '../ports/random-hex';
import type { MediaGate, MediaPass, RoomSound } from '../sound';

/** On the stage packets are short, for a short delay. In the audience they are long, so that there are fewer of them. */
const PACKET_MS: Readonly<Record<Role, number>> = { stage: FRAME_MS, audience: FRAMES_PER_PACKET_MAX * FRAME_MS };

/** How a member asked to be in a room. Where `packetMs` is undefined, the role decides. */
export type JoinRequest = {
  readonly payloadType: number;
  readonly packetMs: number | undefined;
  /** That of the message: the answer carries it back. */
  readonly id: number | undefined;
};

/** What a member has to know to send and receive media. `token` is 32 hex digits. */
type MediaSeat = {
  readonly ssrc: number;
  readonly token: string;
  readonly payloadType: number;
  readonly packetMs: number;
};

type RoomMediaPorts = {
  readonly gate: MediaGate;
  readonly random: Random;
  readonly log: Log;
  readonly clock: Clock;
  /** Asks a member to claim its media address again. */
  readonly askToClaim: (member: number, ssrc: number) => void;
};

/** Whoever sends packets with a member's SSRC can make the relay ask this member at most so often. */
const ASK_EVERY_MS = 1000;

/** Gives members their places in the sound of a room, and takes them away. */
export class RoomMedia {
  private readonly room: string;
  private readonly sound: RoomSound;
  private readonly ports: RoomMediaPorts;
  private readonly passes = new Map<number, MediaPass>();
  private readonly askedAtMs = new Map<number, number>();

  constructor(room: string, sound: RoomSound, ports: RoomMediaPorts) {
    this.room = room;
    this.sound = sound;
    this.ports = ports;
  }

  has(member: number): boolean {
    return this.passes.has(member);
  }

  /** Gives a member a new place with a new token. The member claims its address with it. */
  seat(member: number, role: Role, { payloadType, packetMs = PACKET_MS[role] }: JoinRequest): MediaSeat {
    const { gate, log, random } = this.ports;
    const { room } = this;
    this.unseat(member);
    const ssrcBytes = random.bytes(4);
    const ssrc = new DataView(ssrcBytes.buffer, ssrcBytes.byteOffset).getUint32(0);
    const token = randomHex(random, TOKEN_BYTES);
    this.sound.seat(member, role, { payloadType, packetMs });
    const pass: MediaPass = {
      ...{ member, ssrc, token, payloadType },
      audio: this.sound,
      onStray: () => this.onStray(pass),
      onClaimed: (address, hasMoved) => log.info('media-claimed', { member, room, ...address, hasMoved }),
    };
    this.passes.set(member, pass);
    gate.admit(pass);
    return { ssrc, token, payloadType, packetMs };
  }

  /**
   * Moves a member to stage or audience. Its voice begins or ends and its packets change their length, but SSRC, token and
   * address stay. Gives the length of its packets in milliseconds.
   */
  move(member: number, role: Role, { payloadType, packetMs = PACKET_MS[role] }: JoinRequest): number {
    this.sound.unseat(member);
    this.sound.seat(member, role, { payloadType, packetMs });
    return packetMs;
  }

  /** Sends the media of a member that moved to its address again. */
  bindAgain(member: number): void {
    const pass = this.passes.get(member);
    if (pass) this.ports.gate.bindAgain(pass);
  }

  private onStray({ member, ssrc }: MediaPass): void {
    const nowMs = this.ports.clock.nowMs();
    if (nowMs < (this.askedAtMs.get(member) ?? -Infinity) + ASK_EVERY_MS) return;
    this.askedAtMs.set(member, nowMs);
    this.ports.askToClaim(member, ssrc);
  }

  /** Takes away a member's place and its pass. */
  unseat(member: number): void {
    const pass = this.passes.get(member);
    if (!pass) return;
    this.passes.delete(member);
    this.askedAtMs.delete(member);
    this.ports.gate.revoke(pass);
    this.sound.unseat(member);
  }
}
