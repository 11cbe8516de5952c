import { ParseError } from '../errors';
import { jsonBody } from './json-body';
import express from 'express';
import type { ErrorRequestHandler, Response, Router } from 'express';
import { mediaOf } from '../testing/api/endpoints/file-host';
import { temporaryMedia } from '../testing/api/endpoints/media';
import { anyObject, oneOf, optional, readFields, text } from '../testing/api/fields';
import type { MediaFile } from '../testing/api/media-file';
import { accountData } from './account-data';
import { LIMITS } from './history';
import { runCommand } from './commands';
import type { CommandContext } from './commands';
import { readConversation, save } from './conversation';
import { CommandError, toCommandError } from './command-error';
import { checkOrigin } from './guard';
import type { EventStream } from './event-stream';
import { webUrl } from './command-rules';
import { servePageFiles } from './page-files';
import { pictureAt } from './resolve-ids';
import { RUNNERS, runners } from './spec-runner';
import { toSpec } from './spec-text';
import { toMedia } from './upload';

const COMMAND = '64kb';
/** A saved conversation, with its files. */
const CONVERSATION = '32mb';

/** Everything the page asks for, and the page itself. */
export function createRoutes(context: CommandContext, stream: EventStream): Router {
  const { session, replayer } = context;
  const { account } = session;
  const routes = express.Router();
  const raw = express.raw({ type: 'application/octet-stream', limit: LIMITS.upload });

  routes.use(servePageFiles('index.html'));
  routes.use(checkOrigin);

  routes.get('/events', (_req, res) => stream.join(res));
  routes.get('/state', (_req, res) => void res.json(session.state()));

  routes.get('/account-data', (_req, res) => void res.json(accountData(session)));

  routes.post('/commands', jsonBody(COMMAND), (req, res, next) => {
    // Express 4 does not look after promises.
    runCommand(anyObject(req.body, 'body'), context).then((answer) => res.json(answer), next);
  });

  routes.post('/uploads', raw, (req, res) => {
    const body: unknown = req.body;
    const { type, filename } = readFields(UPLOAD, req.query);
    if (!Buffer.isBuffer(body)) throw CommandError.because('no-upload');
    const id = account.part(temporaryMedia).put(toMedia(filename, body, type));
    res.json({ ok: true, id });
  });

  routes.get('/media/:id', (req, res) => sendFile(res, mediaOf(account, req.params.id)));
  routes.get('/picture', (req, res) =>
    sendFile(res, pictureAt(account, readFields({ url: webUrl }, req.query).url)),
  );

  routes.get('/save', (req, res) => {
    const { as = 'json' } = readFields({ as: optional(oneOf(40035, 'json', ...RUNNERS)) }, req.query);
    if (session.steps.all().length === 0) throw CommandError.because('nothing-done');
    if (as === 'json') res.attachment('conversation.json').json(save(session));
    else res.attachment(runners[as].file).type('text/plain').send(toSpec(session, as));
  });

  routes.post('/replay', jsonBody(CONVERSATION), (req, res) => {
    replayer.start(readConversation(anyObject(req.body, 'body')));
    res.json({ ok: true });
  });

  routes.use((_req, _res, next) => next(CommandError.because('nothing-here')));
  return routes;
}

const UPLOAD = { type: oneOf(40004, 'image', 'voice', 'video'), filename: text };

/** A file of a user or a bot: shown, never run. */
function sendFile(res: Response, file: Pick<MediaFile, 'data' | 'contentType'> | undefined): void {
  if (file === undefined) {
    // Browsers write a 404 of a picture into the console, where it is none of the user's business.
    res.status(204).end();
    return;
  }
  res.set('Content-Security-Policy', "default-src 'none'; sandbox").type(file.contentType).send(file.data);
}

/** Says why something was not done. */
export const errorHandler: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const failed = toCommandError(error) ?? ofBody(error);
  if (failed === undefined || res.headersSent) {
    next(error);
    return;
  }
  res.status(failed.status).json(failed.failure);
};

/** What Express's body parsers say, in our words. */
function ofBody(error: unknown): CommandError | undefined {
  if (error instanceof ParseError) return CommandError.because('body-too-deep');
  if (typeof error !== 'object' || error === null || !('type' in error)) return undefined;
  return error.type === 'entity.too.large'
    ? CommandError.because('body-too-large')
    : CommandError.because('body-unreadable');
}
