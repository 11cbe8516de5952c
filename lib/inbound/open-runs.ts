import type { Run } from './run';

/**
 * The runs that this process has to do with, by delivery id. In boxes, since what was taken out of a `Map` stays in its
 * outgrown tables until a full garbage collection: without them every message, with all it holds, would live as long.
 */
export class OpenRuns {
  private readonly boxes = new Map<string, { run: Run | undefined }>();
  /** How many of them each user has. */
  private readonly users = new Map<string, number>();

  get size(): number {
    return this.boxes.size;
  }

  get(id: string): Run | undefined {
    return this.boxes.get(id)?.run;
  }

  /** How many messages of this user there are. */
  sizeOf(user: string): number {
    return this.users.get(user) ?? 0;
  }

  add(run: Run): void {
    this.boxes.set(run.deliveryId, { run });
    this.users.set(run.user, this.sizeOf(run.user) + 1);
  }

  /** Another run of the same message stays. */
  delete(run: Run): void {
    const box = this.boxes.get(run.deliveryId);
    if (box?.run !== run) return;
    box.run = undefined;
    this.boxes.delete(run.deliveryId);
    const left = this.sizeOf(run.user) - 1;
    if (left > 0) this.users.set(run.user, left);
    else this.users.delete(run.user);
  }

  all(): Run[] {
    return [...this.boxes.values()].flatMap(({ run }) => run ?? []);
  }
}
