import type { Clock } from '../../core/clock';

/** An access point keeps frames for sleeping stations until its next beacon, every 102.4 ms (IEEE 802.11). */
const BEACON_NS = 102_400_000;

/** The Wi-Fi radio as sockets use it: whether it is connected, and when it receives. */
export class Radio {
  /** Minimum modem sleep, ESP-IDF's default. */
  sleepsBetweenBeacons = true;
  private readonly clock: Clock;
  private readonly listeners = new Set<() => void>();
  private latestNs = 0;
  private hasAddress = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Whether the board is associated and has an address. */
  get isUp(): boolean {
    return this.hasAddress;
  }

  set isUp(isUp: boolean) {
    const wasUp = this.hasAddress;
    this.hasAddress = isUp;
    if (wasUp && !isUp) for (const listener of [...this.listeners]) listener();
  }

  /** Calls `listener` whenever the board loses its address, until the function that comes back is called. */
  onDown(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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
