import type { SignalConnection } from '../../relay/ports/ports';
import { FRAME_MS, PCMU, parseToMember, RTP_HEADER_BYTES, writeClaim, writeRtpHeader, writeSignal } from '../../wire';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';
import { openBenchRelay } from './bench-relay';

/** The cost of the relay's core without the kernel's: source check, jitter buffers, mixes, encoding, fan-out. */
export type RelayCost = {
  readonly talkers: number;
  readonly listeners: number;
  readonly packetsInPerCpuSecond: number;
  readonly packetsOutPerCpuSecond: number;
  /** CPU time of one 20 ms round with all its packets in and out. */
  readonly roundMicroseconds: number;
};

const RATE_SAMPLES = PCMU.rateHz / (1000 / FRAME_MS);

/** A member whose signalling is answered in place. */
class BenchMember implements SignalConnection {
  readonly remoteHost = '127.0.0.1';
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  ssrc = 0;
  token = '';

  send(text: string): void {
    const message = parseToMember(text);
    if (message.type !== 'joined') return;
    this.ssrc = message.ssrc;
    this.token = message.token;
  }

  close(): void {}
}

/** Runs one room for `seconds` of virtual time and measures the processor time that it took. */
export function measureRelay(talkers: number, listeners: number, seconds: number): RelayCost {
  const { clock, media, signal, relay } = openBenchRelay({ stageSeats: talkers });
  const members = Array.from({ length: talkers + listeners }, (_, index) => {
    const member = new BenchMember();
    signal.onConnection(member);
    member.onMessage(writeSignal({ type: 'hello', name: `member-${index}` }));
    member.onMessage(writeSignal({ type: 'join', room: 'bench', payloadTypes: [PCMU.payloadType] }));
    const address = { host: '127.0.0.1', port: 10_000 + index };
    media.onDatagram(writeClaim({ kind: 'claim', ssrc: member.ssrc, token: member.token }), address);
    return { ssrc: member.ssrc, address };
  });
  clock.runUntil(clock.nowNs + NS_PER_SECOND);
  const packet = new Uint8Array(RTP_HEADER_BYTES + RATE_SAMPLES);
  const before = relay.stats();
  const startedAt = process.cpuUsage();
  const rounds = Math.round((seconds * 1000) / FRAME_MS);
  for (let round = 0; round < rounds; round++) {
    for (let talker = 0; talker < talkers; talker++) {
      const { ssrc, address } = members[talker];
      const timestamp = round * RATE_SAMPLES;
      writeRtpHeader(packet, { payloadType: 0, marker: round === 0, sequence: round & 0xffff, timestamp, ssrc });
      for (let i = RTP_HEADER_BYTES; i < packet.length; i++) packet[i] = (i * (talker + 3) + round) & 0xff;
      media.onDatagram(packet, address);
    }
    clock.runUntil(clock.nowNs + FRAME_MS * NS_PER_MS);
  }
  const { user, system } = process.cpuUsage(startedAt);
  const after = relay.stats();
  void relay.close();
  const cpuSeconds = (user + system) / 1e6;
  return {
    talkers,
    listeners,
    packetsInPerCpuSecond: Math.round((after.packetsIn - before.packetsIn) / cpuSeconds),
    packetsOutPerCpuSecond: Math.round((after.packetsOut - before.packetsOut) / cpuSeconds),
    roundMicroseconds: Math.round((cpuSeconds * 1e7) / rounds) / 10,
  };
}
