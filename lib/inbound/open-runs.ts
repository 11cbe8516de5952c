import type { Run } from './run';

/** With fewer messages no user can have so many that it matters: see `sizeOf`. */
const MAX_UNCOUNTED = 100;

/**
 * The runs of this process by delivery id. They are in boxes, since a `Map` keeps removed values in its
 * outgrown tables until a full garbage collection. Without the boxes every message, with all its data, would
 * live as long.
 */
export class OpenRuns {
  private readonly boxes = new Map<string, { run: Run | undefined }>();
  /** How many runs each user has; absent while there are few. */
  private users: Map<string, number> | undefined;

  get size(): number {
    return this.boxes.size;
  }

  get(id: string): Run | undefined {
    return this.boxes.get(id)?.run;
  }

  /** Returns the number of a user's messages; 0 also while all users together have fewer than a hundred. */
  sizeOf(user: string): number {
    return this.users?.get(user) ?? 0;
  }

  add(run: Run): void {
    this.boxes.set(run.deliveryId, { run });
    if (this.users !== undefined) this.users.set(run.user, this.sizeOf(run.user) + 1);
    else if (this.boxes.size >= MAX_UNCOUNTED) this.users = countUsers(this.all());
  }

  /** Another run of the same message stays. */
  delete(run: Run): void {
    const box = this.boxes.get(run.deliveryId);
    if (box?.run !== run) return;
    box.run = undefined;
    this.boxes.delete(run.deliveryId);
    if (this.users === undefined) return;
    const left = this.sizeOf(run.user) - 1;
    if (left > 0) this.users.set(run.user, left);
    else this.users.delete(run.user);
    // Far below the limit, so that they are not counted again and again.
    if (this.boxes.size < MAX_UNCOUNTED / 2) this.users = undefined;
  }

  all(): Run[] {
    return [...this.boxes.values()].flatMap(({ run }) => run ?? []);
  }
}

function countUsers(runs: readonly Run[]): Map<string, number> {
  const users = new Map<string, number>();
  for (const { user } of runs) users.set(user, (users.get(user) ?? 0) + 1);
  return users;
}
