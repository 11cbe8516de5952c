import { createRouter, reply, session } from 'offiaccount';
import type { Router } from 'offiaccount';
import type { MovableClock } from 'offiaccount/testing';

/** What a bot that means no good, or passes on what others wrote, may answer. */
export const HOSTILE = {
  script: `<script>document.title='owned'</script></script><img src=x onerror="document.title='owned'">`,
  link: `<a href="javascript:document.title='owned'">click</a> <a href="https://example.com/ok" onclick="document.title='owned'">fine</a>`,
  rtl: '\u202eevil\u202c \u2066left\u2069 ‏שלום',
  long: 'A'.repeat(1900),
} as const;

const articles = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ title: `Article ${n + 1}`, url: `https://example.com/${n}` }));

/** A bot with an answer of each kind. Slow handlers go by WeChat's clock, so that a spec can move it. */
export const createBot = (clock: MovableClock, templateId: string): Router =>
  createRouter()
    .text(
      'hello',
      () => 'Hi /::) see <a href="https://example.com/docs">the docs</a> or https://example.com/bare.',
    )
    .text(/^echo (.+)$/s, ({ match }) => match[1])
    .text(/^sleep (\d+)$/, async ({ match }) => {
      await clock.sleep(Number(match[1]));
      return `Slept for ${match[1]} ms.`;
    })
    .text('question', () => reply.choices('What would you like?', { 'Green tea': 'green', Water: 'water' }))
    .text('green', ({ chosen }) => `Chosen: ${chosen?.label}`)
    .text(/^model (\d+)$/, ({ match }) =>
      reply.long('Said by a model. '.repeat(Number(match[1])), { label: '(written by AI)' }),
    )
    .text('quiet', () => undefined)
    .text(/^keep (.+)$/, session(), async (ctx) => {
      Object.assign(await ctx.session, { kept: ctx.match[1] });
      return 'Kept.';
    })
    .text('news', () =>
      reply.news({ title: 'One article', description: 'In short', url: 'https://example.com/1' }),
    )
    .text('music', () => reply.music({ title: 'A song', musicUrl: 'https://example.com/song.mp3' }))
    .text('transfer', () => reply.transfer())
    .text('menu', async ({ api }) => {
      await api.menu.create({
        button: [
          { type: 'click', name: 'Help', key: 'HELP' },
          {
            name: 'Tools',
            sub_button: [
              { type: 'scancode_waitmsg', name: 'Scan', key: 'SCAN' },
              { type: 'pic_photo_or_album', name: 'Photo', key: 'PHOTO' },
              { type: 'location_select', name: 'Where', key: 'WHERE' },
            ],
          },
          { type: 'view', name: 'Site', url: 'https://example.com/site' },
        ],
      });
      return 'The menu is there.';
    })
    .text('code', async ({ api }) => {
      await api.qrcode.createTemporary('table_7', 600);
      return 'There is a code.';
    })
    .text('choose', ({ api, openid }) =>
      api.customerMessage
        .send({
          touser: openid,
          msgtype: 'msgmenu',
          msgmenu: {
            head_content: 'Are you content?',
            list: [
              { id: '101', content: 'Yes, quite' },
              { id: '102', content: 'Not at all' },
            ],
            tail_content: 'Thank you',
          },
        })
        .then(() => undefined),
    )
    .text('mini', ({ api, openid }) =>
      api.customerMessage
        .send({
          touser: openid,
          msgtype: 'miniprogrampage',
          miniprogrampage: { title: 'Book a table', appid: 'wx0000000000000001', pagepath: 'pages/index' },
        })
        .then(() => undefined),
    )
    .text('template', ({ api, openid }) =>
      api.templateMessage
        .send({
          touser: openid,
          template_id: templateId,
          url: 'https://example.com/order',
          data: { name: { value: 'Tea' } },
        })
        .then(() => undefined),
    )
    .text('hostile news', () =>
      reply.news({
        title: HOSTILE.script,
        description: HOSTILE.link,
        url: 'javascript:document.title="owned"',
        picUrl: 'https://example.com/"onerror="document.title=\'owned\'',
      }),
    )
    .text(/^hostile (\w+)$/, ({ match }) => HOSTILE[match[1] as keyof typeof HOSTILE])
    .text(/.*/s, ({ message }) => `You said: ${message.Content}`)
    .image(({ message }) => reply.image(message.MediaId))
    .voice(({ message }) => reply.voice(message.MediaId))
    .video(({ message }) =>
      reply.video({ mediaId: message.MediaId, title: 'Your video', description: 'Back to you' }),
    )
    .location(({ message }) => `Location ${message.Location_X.toFixed(2)}, ${message.Location_Y.toFixed(2)}`)
    .link(({ message }) => `Link ${message.Url}`)
    .event('subscribe', ({ message }) => `Welcome! ${message.EventKey ?? ''}`)
    .event('SCAN', ({ message }) => `Scanned ${message.EventKey}`)
    .event('scancode_waitmsg', ({ message }) => `Code ${message.ScanCodeInfo.ScanResult}`)
    .event('pic_photo_or_album', ({ message }) => `Photos ${message.SendPicsInfo.Count}`)
    .event('location_select', ({ message }) => `Place ${message.SendLocationInfo.Label}`)
    .event('LOCATION', ({ message }) => `You are at ${message.Latitude.toFixed(1)}`)
    .click('HELP', () => reply.news(articles(3)))
    .event('user_get_card', ({ message }) => `Card ${message.CardId}`);
