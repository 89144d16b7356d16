import { VirtualClock } from '../../../host-sim/core/clock';
import { InMemoryNetwork } from '../../../host-sim/net/in-memory-network';
import { createNodeHost } from '../../../host-sim/node/node-network';
import { networkContract } from './contract';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

networkContract('a network in memory', () => {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1 });
  return {
    near: network.host('10.0.0.1'),
    far: network.host('10.0.0.2'),
    settle: async (isDone) => {
      for (let ms = 0; ms < 1000 && !isDone(); ms++) clock.runUntil(clock.nowNs + NS_PER_MS);
      expect(isDone()).toBe(true);
    },
  };
});

networkContract('the network of this machine', () => ({
  near: createNodeHost(),
  far: createNodeHost(),
  settle: async (isDone) => {
    while (!isDone()) await new Promise((resolve) => setImmediate(resolve));
  },
}));
