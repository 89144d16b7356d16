import type { SignalConnection } from '../../relay/ports/ports';
import { PCMU, writeSignal } from '../../wire';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { openBenchRelay } from './bench-relay';

/** What a full room costs the relay's core, without the kernel and the sockets. */
export type RoomCost = {
  readonly members: number;
  /** CPU time from the message `join` to the message `joined`, with everybody else there. */
  readonly joinMicroseconds: number;
  /** CPU time of telling everybody once how many are there and where their hands are. */
  readonly newsMilliseconds: number;
  readonly newsMessages: number;
};

const NEWS_ROUND_NS = 2 * NS_PER_SECOND;

class BenchMember implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  messages = 0;
  isJoined = false;

  constructor(index: number) {
    this.remoteHost = `10.${index >> 16}.${(index >> 8) & 0xff}.${index & 0xff}`;
  }

  send(text: string): void {
    this.messages++;
    if (text.startsWith('{"type":"joined"')) this.isJoined = true;
  }

  close(): void {}
}

function cpuMicroseconds(action: () => void): number {
  const startedAt = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(startedAt);
  return user + system;
}

/** Fills a room, lets `probes` more come in one after the other, and has one hand go up in front of 100 others. */
export function measureRooms(members: number, probes: number): RoomCost {
  const { clock, signal, relay } = openBenchRelay({
    audienceSeats: members + probes,
    stagePolicies: { bench: 'moderated' },
  });
  const arrive = (index: number): BenchMember => {
    const member = new BenchMember(index);
    signal.onConnection(member);
    member.onMessage(writeSignal({ type: 'hello', name: `member-${index}` }));
    return member;
  };
  const join = (member: BenchMember): void =>
    member.onMessage(writeSignal({ type: 'join', room: 'bench', payloadTypes: [PCMU.payloadType] }));
  const everybody = Array.from({ length: members }, (_, index) => arrive(index));
  everybody.forEach(join);
  // The first comer moderates: with its hand up it would be offered the stage.
  for (const member of everybody.slice(1, 101)) member.onMessage(writeSignal({ type: 'hand', raised: true }));
  clock.runUntil(clock.nowNs + 2 * NEWS_ROUND_NS);

  const newcomers = Array.from({ length: probes }, (_, index) => arrive(members + index));
  const joining = cpuMicroseconds(() => newcomers.forEach(join));
  if (!newcomers.every(({ isJoined }) => isJoined)) throw new Error('a join was not answered');
  clock.runUntil(clock.nowNs + 2 * NEWS_ROUND_NS);

  const messages = (): number => [...everybody, ...newcomers].reduce((sum, member) => sum + member.messages, 0);
  const before = messages();
  everybody[1].onMessage(writeSignal({ type: 'hand', raised: false }));
  const news = cpuMicroseconds(() => clock.runUntil(clock.nowNs + NEWS_ROUND_NS));
  const newsMessages = messages() - before;
  void relay.close();
  return {
    members,
    joinMicroseconds: Math.round((10 * joining) / probes) / 10,
    newsMilliseconds: Math.round(news / 100) / 10,
    newsMessages,
  };
}
