/** A map that keeps at most so much and drops what it has kept longest, so that no test fills the memory. */
export class BoundedMap<T> {
  readonly #things = new Map<string, T>();
  #size = 0;

  /** `most` counts things, or what `sizeOf` says they take. */
  constructor(
    private readonly most: number,
    private readonly sizeOf: (thing: T) => number = () => 1,
  ) {}

  get size(): number {
    return this.#things.size;
  }

  get(name: string): T | undefined {
    return this.#things.get(name);
  }

  set(name: string, thing: T): void {
    this.delete(name);
    this.#things.set(name, thing);
    this.#size += this.sizeOf(thing);
    for (const oldest of this.#things.keys()) {
      if (this.#size <= this.most || oldest === name) break;
      this.delete(oldest);
    }
  }

  delete(name: string): boolean {
    const thing = this.#things.get(name);
    if (thing === undefined) return false;
    this.#size -= this.sizeOf(thing);
    return this.#things.delete(name);
  }

  /** The names and things, the oldest first. */
  entries(): [string, T][] {
    return [...this.#things];
  }

  values(): T[] {
    return [...this.#things.values()];
  }
}
