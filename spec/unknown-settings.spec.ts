import { Redis } from 'ioredis';
import {
  ConfigError,
  createApi,
  createDialogue,
  createForm,
  createLedger,
  inOrder,
  limit,
  mailbox,
  memoryStore,
  merge,
  redisStore,
  reply,
  session,
} from 'offiaccount';

/** As JavaScript may call it, and as TypeScript does where settings come from elsewhere. */
const setting = (name: string): object => ({ [name]: 'x' });
const store = memoryStore();
const field = { ask: 'Name?' };
const done = () => 'done';
const client = new Redis({ lazyConnect: true });
afterAll(() => client.disconnect());

describe('a setting of another name', () => {
  it.each<[string, string, string | undefined, (given: object) => unknown]>([
    ['redisStore()', 'secrt', 'secret', (given) => redisStore(client, given)],
    ['createApi()', 'hsot', 'host', (given) => createApi({ appId: 'wx1', ...given })],
    ['createApi()', 'apiHost', undefined, (given) => createApi({ appId: 'wx1', ...given })],
    ['session()', 'sotre', 'store', (given) => session(given)],
    ['inOrder()', 'onnew', 'onNew', (given) => inOrder(given)],
    ['merge()', 'quite', 'quiet', (given) => merge(given)],
    ['limit()', 'perminute', 'perMinute', (given) => limit({ perDay: 1, ...given })],
    ['mailbox()', 'wrod', 'word', (given) => mailbox({ store, ...given })],
    ['createLedger()', 'strikt', 'strict', (given) => createLedger({ store, ...given })],
    [
      'createForm("a")',
      'confrim',
      'confirm',
      (given) => createForm('a', { fields: { name: field }, done, ...given }),
    ],
    [
      'createForm("a"): the field "name"',
      'chioces',
      'choices',
      (given) => createForm('a', { fields: { name: { ...field, ...given } }, done }),
    ],
    ['createDialogue("a")', 'verison', 'version', (given) => createDialogue('a', done, given)],
    ['reply.long()', 'mots', 'most', (given) => reply.long('a', given)],
  ])('%s refuses %s', (whose, name, meant, make) => {
    expect(() => make(setting(name))).toThrow(ConfigError);
    expect(() => make(setting(name))).toThrow(whose);
    expect(() => make(setting(name))).toThrow(
      `knows no setting "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    );
  });

  it('is no matter where it belongs to wechat() beside it', () => {
    const account = { appId: 'wx1', token: 'any', encodingAESKey: 'x'.repeat(43), appSecret: 'secret' };
    expect(() => createApi(account)).not.toThrow();
  });
});
