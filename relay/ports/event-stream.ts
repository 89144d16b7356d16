/** Where events can be subscribed to. */
export interface EventSource<Event> {
  /** Calls `listener` for every event from now on. The result ends the subscription; it may be called twice. */
  subscribe(listener: (event: Event) => void): () => void;
}

/** Passes events from those who publish them to all who subscribed. */
export class EventStream<Event> implements EventSource<Event> {
  private readonly listeners = new Set<(event: Event) => void>();

  subscribe(listener: (event: Event) => void): () => void {
    // An object of its own, so that one function can be subscribed twice.
    const subscription = (event: Event): void => listener(event);
    this.listeners.add(subscription);
    return () => void this.listeners.delete(subscription);
  }

  /** Calls the listeners in the order in which they subscribed, before it returns. */
  publish(event: Event): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}
