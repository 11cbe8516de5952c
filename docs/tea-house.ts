import { createRouter, reply } from 'offiaccount';
import type { Router } from 'offiaccount';
import type { MovableClock } from 'offiaccount/testing';
import type { Browser } from 'playwright-core';

/** What the bot of the pictures and its users say, in one language. */
export interface Words {
  readonly names: readonly [string, string];
  readonly ask: string;
  readonly slow: string;
  readonly order: string;
  readonly welcome: string;
  readonly welcomeTable: string;
  readonly article: { readonly title: string; readonly description: string };
  readonly bill: string;
  readonly template: {
    readonly title: string;
    readonly content: string;
    readonly first: string;
    readonly tea: string;
    readonly table: string;
    readonly time: string;
  };
  readonly menu: readonly [string, string, string, string, string, string];
  readonly survey: { readonly head: string; readonly list: readonly string[]; readonly tail: string };
}

interface TeaHouseOptions {
  readonly words: Words;
  readonly clock: MovableClock;
  /** Address of the picture of an article. */
  readonly cover: string;
  readonly templateId: string;
}

/** A tea house on WeChat: the bot of the pictures. Its slow answer goes by WeChat's clock. */
export const createTeaHouse = ({ words, clock, cover, templateId }: TeaHouseOptions): Router =>
  createRouter()
    .scan('campaign_spring', async ({ api }) => {
      const [tea, service, book, waiter, scan, where] = words.menu;
      await api.menu.create({
        button: [
          { type: 'click', name: tea, key: 'TEA' },
          {
            name: service,
            sub_button: [
              { type: 'click', name: waiter, key: 'WAITER' },
              { type: 'scancode_waitmsg', name: scan, key: 'ORDER' },
              { type: 'location_select', name: where, key: 'WHERE' },
            ],
          },
          { type: 'view', name: book, url: 'https://example.com/book' },
        ],
      });
      return words.welcome;
    })
    .scan('table_7', () => words.welcomeTable)
    .text(words.ask, () => reply.news({ ...words.article, picUrl: cover, url: 'https://example.com/tea' }))
    .text(words.slow, async () => {
      await clock.sleep(12_000);
      return words.bill;
    })
    .text(words.order, async ({ api, openid }) => {
      const { first, tea, table, time } = words.template;
      await api.templateMessage.send({
        touser: openid,
        template_id: templateId,
        url: 'https://example.com/order',
        data: {
          first: { value: first },
          tea: { value: tea },
          table: { value: table },
          time: { value: time },
        },
      });
      const { head, list, tail } = words.survey;
      await api.customerMessage.send({
        touser: openid,
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: head,
          list: list.map((content, index) => ({ id: String(101 + index), content })),
          tail_content: tail,
        },
      });
    });

/** Hills, a lake and the sun. */
const COVER = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="306" viewBox="0 0 720 306">
  <defs>
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#fbe8c8"/><stop offset="1" stop-color="#f6cfa4"/></linearGradient>
    <linearGradient id="lake" x2="0" y2="1"><stop stop-color="#8fc3bd"/><stop offset="1" stop-color="#4f9a94"/></linearGradient>
  </defs>
  <rect width="720" height="306" fill="url(#sky)"/>
  <circle cx="546" cy="92" r="40" fill="#f2885c"/>
  <path d="M0 190c70-70 130-80 190-40s110 20 170-30 120-40 180 10 120 40 180 0v90H0z" fill="#9cb894"/>
  <path d="M0 212c90-50 150-40 220-14s130 10 200-20 160-20 300 20v40H0z" fill="#6f9c78"/>
  <rect y="214" width="720" height="92" fill="url(#lake)"/>
  <path d="M120 250h120M300 268h160M520 246h120M220 288h110" stroke="#fff" stroke-opacity=".45" stroke-width="3" stroke-linecap="round"/>
  <path d="M330 236h76c-6 16-20 22-38 22s-32-6-38-22z" fill="#7a4a2c"/>
  <path d="M366 236v-58c22 14 32 34 34 58z" fill="#fdf6e8"/>
</svg>`;

/** Draws the picture of the article, as a PNG. */
export async function drawCover(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 720, height: 306 } });
  await page.setContent(`<style>body{margin:0}</style>${COVER}`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}
