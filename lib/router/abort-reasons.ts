/** The reason of `ctx.signal` when another process has answered the message. */
export class HandledElsewhereError extends Error {
  constructor() {
    super('Another process has handled this message.');
    this.name = 'HandledElsewhereError';
  }
}

/** The reason of `ctx.signal` at shutdown. */
export class ShutdownError extends Error {
  constructor() {
    super('The server is shutting down.');
    this.name = 'ShutdownError';
  }
}
