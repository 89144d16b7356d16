import type { Clock } from '../../core/clock';

/** An access point keeps frames for sleeping stations until its next beacon, every 102.4 ms (IEEE 802.11). */
const BEACON_NS = 102_400_000;

/** The Wi-Fi radio as sockets use it: whether it is connected, and when it receives. */
export class Radio {
  /** Whether the board is associated and has an address. */
  isUp = false;
  /** Minimum modem sleep, ESP-IDF's default. */
  sleepsBetweenBeacons = true;
  private readonly clock: Clock;
  private latestNs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Delivers what arrives over the air: at once, at the next beacon, or never while the radio is down. Keeps the order.
   */
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
