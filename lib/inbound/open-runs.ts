import type { Run } from './run';

/**
 * The runs that this process has to do with, by delivery id. In boxes, since what was taken out of a `Map` stays in its
 * outgrown tables until a full garbage collection: without them every message, with all it holds, would live as long.
 */
export class OpenRuns {
  private readonly boxes = new Map<string, { run: Run | undefined }>();

  get size(): number {
    return this.boxes.size;
  }

  get(id: string): Run | undefined {
    return this.boxes.get(id)?.run;
  }

  add(run: Run): void {
    this.boxes.set(run.deliveryId, { run });
  }

  /** Another run of the same message stays. */
  delete(run: Run): void {
    const box = this.boxes.get(run.deliveryId);
    if (box?.run !== run) return;
    box.run = undefined;
    this.boxes.delete(run.deliveryId);
  }

  all(): Run[] {
    return [...this.boxes.values()].flatMap(({ run }) => run ?? []);
  }
}
