import { subscribe } from 'node:diagnostics_channel';
import type { ApiEvent } from 'offiaccount';

subscribe('offiaccount:api', (event) => {
  const { endpoint, outcome, errcode, ms } = event as ApiEvent;
  if (outcome !== 'ok') console.warn(`${endpoint}: ${outcome} ${errcode ?? ''} after ${Math.round(ms)} ms`);
});
