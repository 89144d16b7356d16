// The gate of the media port. A datagram is let in if it comes from an address that a member has claimed with its token,
// and has that member's SSRC and payload type. Cheap checks come first, and of a stranger only claims are parsed.
//
//   length and version ─▶ known address? ── yes ─▶ another claim, or RTP with the member's SSRC and payload type
//                              └── no ──▶ a claim with a valid token binds the address; everything else is dropped

import { CLAIM_PACKET_TYPE, parseClaim, pongFor, writeClaim } from '../../wire/claim';
import { DATAGRAM_MAX_BYTES } from '../../wire/limits';
import { parseRtp, RTP_HEADER_BYTES } from '../../wire/rtp';
import type { Counters, DropReason } from './counters';
import type { Address, MediaSocket } from '../ports/ports';
import type { MemberSound } from './room-sound';

/** What lets a member's media in, for one stay in one room. */
export type MediaPass = {
  readonly member: number;
  readonly ssrc: number;
  /** 32 hex digits. */
  readonly token: string;
  readonly payloadType: number;
  readonly audio: MemberSound;
  /** Called when a first address claims the pass, and again whenever another one does (`hasMoved`). */
  readonly onClaimed: (address: Address, hasMoved: boolean) => void;
  /** Called for every packet with the pass's SSRC from an address that has not claimed it. */
  readonly onStray: () => void;
};

type Admitted = { readonly pass: MediaPass; address: Address | undefined };

/** Lets the members' datagrams in, and counts all others by reason. */
export class MediaGate {
  private readonly socket: MediaSocket;
  private readonly counters: Counters;
  private readonly byToken = new Map<string, Admitted>();
  private readonly bySsrc = new Map<number, MediaPass>();
  private readonly byHost = new Map<string, Map<number, Admitted>>();

  constructor(socket: MediaSocket, counters: Counters) {
    this.socket = socket;
    this.counters = counters;
    socket.onDatagram = (datagram, from) => this.receive(datagram, from);
  }

  /** Lets addresses claim the pass from now on. */
  admit(pass: MediaPass): void {
    this.byToken.set(pass.token, { pass, address: undefined });
    this.bySsrc.set(pass.ssrc, pass);
  }

  /** Makes the pass's token and address invalid. */
  revoke(pass: MediaPass): void {
    const admitted = this.byToken.get(pass.token);
    this.byToken.delete(pass.token);
    if (this.bySsrc.get(pass.ssrc) === pass) this.bySsrc.delete(pass.ssrc);
    if (admitted) this.forgetAddress(admitted);
  }

  /** Binds the pass's sound to the claimed address again, after its streams were made anew. */
  bindAgain(pass: MediaPass): void {
    const address = this.byToken.get(pass.token)?.address;
    if (address) pass.audio.bind(pass.member, address);
  }

  private receive(datagram: Uint8Array, from: Address): void {
    const reason = this.refusal(datagram, from);
    if (reason) this.counters.droppedBy[reason]++;
  }

  private refusal(datagram: Uint8Array, from: Address): DropReason | undefined {
    if (datagram.length < RTP_HEADER_BYTES || (datagram[0] as number) >> 6 !== 2) return 'malformed';
    // No answer can be sent to port 0, which means "no port" (RFC 768).
    if (from.port === 0) return 'malformed';
    if (datagram.length > DATAGRAM_MAX_BYTES) return 'oversized';
    const isClaim = datagram[1] === CLAIM_PACKET_TYPE;
    const known = this.byHost.get(from.host)?.get(from.port);
    if (isClaim) return this.claim(datagram, from, known);
    return known ? this.takeMedia(known.pass, datagram) : this.stray(datagram);
  }

  private stray(datagram: Uint8Array): DropReason {
    const packet = parseRtp(datagram);
    if (typeof packet !== 'string') this.bySsrc.get(packet.ssrc)?.onStray();
    return 'stranger';
  }

  private claim(datagram: Uint8Array, from: Address, known: Admitted | undefined): DropReason | undefined {
    const claim = parseClaim(datagram);
    const pong = pongFor(claim);
    if (pong) {
      this.socket.send(pong, from);
      return undefined;
    }
    if (typeof claim === 'string' || claim.kind !== 'claim') return known ? 'malformed' : 'stranger';
    const admitted = this.byToken.get(claim.token);
    if (!admitted || admitted.pass.ssrc !== claim.ssrc) return 'bad-claim';
    const { pass } = admitted;
    const isNew = admitted !== known;
    const hasMoved = admitted.address !== undefined;
    if (isNew) {
      // The pass that held this address before loses it: a device that restarts keeps its port, but joins anew.
      if (known) this.forgetAddress(known);
      this.forgetAddress(admitted);
      this.rememberAddress(admitted, { host: from.host, port: from.port });
    }
    this.socket.send(writeClaim({ kind: 'claimed', ssrc: pass.ssrc, token: pass.token }), from);
    pass.audio.bind(pass.member, admitted.address as Address);
    if (isNew) pass.onClaimed(from, hasMoved);
    return undefined;
  }

  private takeMedia(pass: MediaPass, datagram: Uint8Array): DropReason | undefined {
    const packet = parseRtp(datagram);
    if (typeof packet === 'string') return 'malformed';
    if (packet.ssrc !== pass.ssrc) return 'wrong-ssrc';
    if (packet.payloadType !== pass.payloadType) return 'wrong-payload-type';
    const rejection = pass.audio.receive(pass.member, packet);
    if (rejection === 'late') this.counters.late++;
    else if (rejection === 'duplicate') this.counters.duplicates++;
    else if (rejection) return rejection;
    this.counters.packetsIn++;
    return undefined;
  }

  private rememberAddress(admitted: Admitted, address: Address): void {
    let ports = this.byHost.get(address.host);
    if (!ports) {
      ports = new Map<number, Admitted>();
      this.byHost.set(address.host, ports);
    }
    ports.set(address.port, admitted);
    admitted.address = address;
  }

  private forgetAddress(admitted: Admitted): void {
    const { address, pass } = admitted;
    if (!address) return;
    const ports = this.byHost.get(address.host);
    ports?.delete(address.port);
    if (ports?.size === 0) this.byHost.delete(address.host);
    admitted.address = undefined;
    pass.audio.unbind(pass.member);
  }
}
