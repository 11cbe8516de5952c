import { fetchHandler } from 'offiaccount/hosts';
import { wx } from './bot';

export const runtime = 'nodejs';
export const maxDuration = 15; // three deliveries of 5 s

export const { GET, POST } = fetchHandler(wx);
