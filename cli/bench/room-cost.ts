import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { openBenchRelay } from './bench-relay';
import { cpuMicroseconds } from './cpu-time';

/** The cost of a full room in the relay's core, without sockets. */
type RoomCost = {
  readonly members: number;
  /** Processor time from the message `join` to the message `joined`, in a room with all its members. */
  readonly joinMicroseconds: number;
  /** Processor time of one round of news: how many are there, and where their hands are. */
  readonly newsMilliseconds: number;
  readonly newsMessages: number;
};

/** Longer than the time between two rounds of news. */
const NEWS_ROUND_NS = 2 * NS_PER_SECOND;

/** Fills a room, lets `probes` more members join, and lowers one of 100 hands. */
export function measureRooms(members: number, probes: number): RoomCost {
  const { clock, relay, connect } = openBenchRelay({
    audienceSeats: members + probes,
    stagePolicies: { bench: 'moderated' },
  });
  const everybody = Array.from({ length: members }, (_, index) => connect(index));
  for (const member of everybody) member.join();
  // The first member moderates the room. A hand of its own would bring it an offer of the stage.
  const hands = everybody.slice(1, 101);
  for (const member of hands) member.send({ type: 'hand', raised: true });
  clock.runUntil(clock.nowNs + 2 * NEWS_ROUND_NS);

  const newcomers = Array.from({ length: probes }, (_, index) => connect(members + index));
  const joining = cpuMicroseconds(() => {
    for (const member of newcomers) member.join();
  });
  if (newcomers.some(({ joined }) => joined.room !== 'bench')) throw new Error('a join led to another room');
  clock.runUntil(clock.nowNs + 2 * NEWS_ROUND_NS);

  const messages = (): number => [...everybody, ...newcomers].reduce((sum, member) => sum + member.messages, 0);
  const before = messages();
  hands[0]?.send({ type: 'hand', raised: false });
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
