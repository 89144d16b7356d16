/** What a part showed over time. Each entry holds from its instant until the next entry. */
export class Timeline<T> {
  private readonly list: (readonly [timeNs: number, value: T])[] = [];

  /** In the order of time. */
  get entries(): readonly (readonly [timeNs: number, value: T])[] {
    return this.list;
  }

  /** The latest value, or undefined while there is none. */
  get last(): T | undefined {
    return this.list.at(-1)?.[1];
  }

  /** Adds a value that holds from `timeNs` on. */
  push(timeNs: number, value: T): void {
    this.list.push([timeNs, value]);
  }

  /** The value at an instant, or undefined before the first entry. */
  at(timeNs: number): T | undefined {
    return this.list.findLast(([sinceNs]) => sinceNs <= timeNs)?.[1];
  }
}
