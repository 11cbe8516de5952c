const MAX_LINE = 1_048_576;

/** Reads the body of an SSE response. Returns the events that a piece completes, as JSON behind `data:`. */
export function eventParser(): (chunk: unknown) => unknown[] {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    // A body comes as text or as bytes.
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new Error('A line of an event stream is longer than 1 MiB.');
    return lines.flatMap(eventOf);
  };
}

function eventOf(line: string): unknown[] {
  if (!line.startsWith('data:')) return [];
  const data = line.slice(5).trim();
  if (data === '' || data === '[DONE]') return [];
  try {
    return [JSON.parse(data)];
  } catch {
    throw new Error('An event stream has data that is not JSON.');
  }
}
