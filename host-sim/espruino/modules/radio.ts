import type { Clock } from '../../core/clock';

/** An access point sends what it has kept for sleeping stations after its beacon, every 102.4 ms (IEEE 802.11). */
const BEACON_NS = 102_400_000;

/** The Wi-Fi radio as the sockets see it: whether it is up, and when it listens. */
export class Radio {
  /** Associated and with an address. */
  isUp = false;
  /** Minimum modem sleep, the IDF's default. */
  sleepsBetweenBeacons = true;
  private readonly clock: Clock;
  private latestNs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Takes something from the air: at once, at the next beacon, or never. The order is kept. */
  receive(deliver: () => void): void {
    if (!this.isUp) return;
    const { nowNs } = this.clock;
    const dueNs = this.sleepsBetweenBeacons ? Math.ceil(nowNs / BEACON_NS) * BEACON_NS : nowNs;
    if (dueNs <= nowNs && this.latestNs <= nowNs) {
      deliver();
      return;
    }
    this.latestNs = Math.max(this.latestNs, dueNs);
    this.clock.at(this.latestNs, () => {
      if (this.isUp) deliver();
    });
  }
}
