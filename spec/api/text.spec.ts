import fc from 'fast-check';
import type { Api } from '../../lib/api/client';
import { post } from '../../lib/api/request';
import { oauth } from '../../lib/api/groups/oauth';
import { writeJson } from '../../lib/wire/json';
import { setUp, type Setup } from '../support/api';

// An emoji that was cut, and characters nobody sees: after "a" and before "b".
const odd = [
  '\ud83d',
  '\ude00',
  '\ude00\ud83d',
  '\u0000',
  '\u0008',
  '\u000b',
  '\u000c',
  '\u001b',
  '\ufffe',
  '\uffff',
];
const openid = 'o1';

const bodies: Readonly<Record<string, (api: Api, text: string) => Promise<unknown>>> = {
  'the digest of a draft': (api, digest) =>
    api.draft.add({ articles: [{ title: 'a', content: 'b', thumb_media_id: 'T1', digest }] }),
  'a customer-service message': (api, content) =>
    api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content } }),
  'a remark': (api, remark) => api.user.updateRemark(openid, remark),
  'the name of a tag': (api, name) => api.tag.create(name),
  'a button': (api, name) => api.menu.create({ button: [{ type: 'click', name, key: name }] }),
  'a value of a template': (api, value) =>
    api.templateMessage.send({ touser: openid, template_id: 'T1', data: { thing1: { value } } }),
  'the name of a value': (api, name) =>
    api.templateMessage.send({ touser: openid, template_id: 'T1', data: { [name]: { value: '' } } }),
  'an entry of a list': (api, id) => api.blacklist.add([id]),
  'a comment, beside a long id': (api, content) =>
    api.comment.addReply({ msg_data_id: '9007199254740993', user_comment_id: '1', content }),
  'the description of a video': (api, title) =>
    api.material.add({
      type: 'video',
      media: { data: Buffer.of() },
      description: { title, introduction: title },
    }),
  'a text part': (api, ratios) => api.image.aiCrop(Buffer.of(), ratios),
  'a request of one’s own': (api, text) => api.request(post('/cgi-bin/own', { deep: [{ [text]: [text] }] })),
};

let setup: Setup;
beforeAll(async () => (setup = await setUp()));
afterAll(() => setup.close());

describe('the text of a body', () => {
  it.each(Object.entries(bodies))('has no halves and no unseen characters: %s', async (_name, call) => {
    for (const each of odd) {
      await call(setup.api, `a${each}b\n\t"\\u0041😀`);
      const { body, raw } = setup.fake.seen.at(-1)!;
      expect(body).toMatch(/ab(\\n\\t\\"\\\\u0041|\n\t"\\u0041)😀/);
      expect(body.replaceAll(/\\{1,2}u0041/g, '')).not.toMatch(/(^|[^\\])\\[ubf]/);
      expect(raw.includes(Buffer.from('\ufffd'))).toBe(false);
    }
  });

  it('keeps ids as digits', async () => {
    await bodies['a comment, beside a long id']!(setup.api, 'a\ud83d');
    expect(setup.fake.seen.at(-1)!.body).toBe(
      '{"msg_data_id":9007199254740993,"user_comment_id":1,"content":"a"}',
    );
  });

  it('is what was given, of well-formed text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = writeJson(value);
        expect(text).not.toMatch(/(?<!\\)(\\\\)*\\u/);
        const plain = JSON.stringify(value);
        if (!/\\[ubf]|[\ufffe\uffff]/.test(plain)) expect(text).toBe(plain);
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
    );
  });
});

describe('the text of an address', () => {
  it('has none either', async () => {
    await setup.api.kfSession.getSession('a\ud83db\u0000');
    expect(setup.fake.seen.at(-1)!.query).toMatchObject({ openid: 'ab' });
    const page = { appid: 'wx1', redirect_uri: 'https://a.example/', scope: 'snsapi_base' } as const;
    expect(oauth.authorizeUrl({ ...page, state: 'a\ud83d\u0007b' })).toContain('state=ab&'.slice(0, -1));
  });
});
