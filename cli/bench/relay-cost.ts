import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';
import { FRAME_MS, PCMU, RTP_HEADER_BYTES, writeClaim, writeRtpHeader } from '../../wire';
import { openBenchRelay } from './bench-relay';
import { cpuMicroseconds } from './cpu-time';

/** The cost of the relay's core without sockets: source check, jitter buffers, mixes, encoding, fan-out. */
type RelayCost = {
  readonly talkers: number;
  readonly listeners: number;
  readonly packetsInPerCpuSecond: number;
  readonly packetsOutPerCpuSecond: number;
  /** Processor time of one round of 20 ms with all its packets in and out. */
  readonly roundMicroseconds: number;
};

const RATE_SAMPLES = PCMU.rateHz / (1000 / FRAME_MS);

/** Runs a room for `seconds` of virtual time and measures the processor time that it takes. */
export function measureRelay(talkers: number, listeners: number, seconds: number): RelayCost {
  const { clock, relay, media, connect } = openBenchRelay({ stageSeats: talkers });
  const members = Array.from({ length: talkers + listeners }, (_, index) => {
    const member = connect(index);
    member.join();
    const { ssrc, token } = member.joined;
    const address = { host: '127.0.0.1', port: 10_000 + index };
    media.onDatagram(writeClaim({ kind: 'claim', ssrc, token }), address);
    return { ssrc, address };
  });
  clock.runUntil(clock.nowNs + NS_PER_SECOND);
  const packet = new Uint8Array(RTP_HEADER_BYTES + RATE_SAMPLES);
  const rounds = Math.round((seconds * 1000) / FRAME_MS);
  const sendRound = (round: number): void => {
    members.slice(0, talkers).forEach(({ ssrc, address }, talker) => {
      const timestamp = round * RATE_SAMPLES;
      writeRtpHeader(packet, { payloadType: 0, marker: round === 0, sequence: round & 0xffff, timestamp, ssrc });
      for (let i = RTP_HEADER_BYTES; i < packet.length; i++) packet[i] = (i * (talker + 3) + round) & 0xff;
      media.onDatagram(packet, address);
    });
    clock.runUntil(clock.nowNs + FRAME_MS * NS_PER_MS);
  };
  const before = relay.stats();
  const microseconds = cpuMicroseconds(() => {
    for (let round = 0; round < rounds; round++) sendRound(round);
  });
  const after = relay.stats();
  void relay.close();
  const perCpuSecond = (packets: number): number => Math.round((1e6 * packets) / microseconds);
  return {
    talkers,
    listeners,
    packetsInPerCpuSecond: perCpuSecond(after.packetsIn - before.packetsIn),
    packetsOutPerCpuSecond: perCpuSecond(after.packetsOut - before.packetsOut),
    roundMicroseconds: Math.round((10 * microseconds) / rounds) / 10,
  };
}
