import type { Clock } from '../clock';
import { diagnostics, type ApiEvent } from '../diagnostics';
import { ApiError, TransportError } from '../errors';
import type { ApiRequest } from './request';

/** A call whose result is published where somebody listens. `make` counts its tries. */
export const published =
  <O>(
    make: (request: ApiRequest, options: O | undefined, tries: { count: number }) => Promise<unknown>,
    clock: Clock,
  ) =>
  (request: ApiRequest, options?: O): Promise<unknown> => {
    const tries = { count: 0 };
    const result = make(request, options, tries);
    return diagnostics.api.wanted ? publishOutcome(result, request, tries, clock) : result;
  };

/** The same result, published on the way. Mistakes of the program, of which nothing was sent, are not. */
async function publishOutcome<T>(
  result: Promise<T>,
  request: ApiRequest,
  tries: { readonly count: number },
  clock: Clock,
): Promise<T> {
  const start = clock.monotonic();
  const publish = (outcome: Pick<ApiEvent, 'outcome' | 'errcode' | 'rid' | 'reason'>) =>
    diagnostics.api.publish({
      method: request.method,
      endpoint: request.path,
      ...outcome,
      attempts: tries.count,
      ms: clock.monotonic() - start,
    });
  try {
    const value = await result;
    publish({ outcome: 'ok' });
    return value;
  } catch (error) {
    if (error instanceof TransportError) publish({ outcome: 'transport-error', reason: error.reason });
    else if (error instanceof ApiError) {
      const { errcode, rid } = error;
      publish({ outcome: 'api-error', errcode, ...(rid !== undefined && { rid }) });
    }
    throw error;
  }
}
