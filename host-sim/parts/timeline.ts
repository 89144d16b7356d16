/** What a part showed, and since when: entries in the order of time, each true until the next. */
export class Timeline<T> {
  private readonly list: (readonly [timeNs: number, value: T])[] = [];

  get entries(): readonly (readonly [timeNs: number, value: T])[] {
    return this.list;
  }

  /** The latest value, or undefined before the first. */
  get last(): T | undefined {
    return this.list.at(-1)?.[1];
  }

  push(timeNs: number, value: T): void {
    this.list.push([timeNs, value]);
  }

  /** The value that held at an instant, or undefined before the first. */
  at(timeNs: number): T | undefined {
    return this.list.findLast(([sinceNs]) => sinceNs <= timeNs)?.[1];
  }
}
