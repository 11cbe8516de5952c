// #region imports
import { createRouter } from 'offiaccount';
import type { Api } from 'offiaccount';
// #endregion

// #region menu
export const publishMenu = (api: Api) =>
  api.menu.create({
    button: [
      { type: 'click', name: 'Today', key: 'TODAY' },
      { type: 'view', name: 'Shop', url: 'https://shop.example.com/' },
      {
        name: 'Help',
        sub_button: [
          { type: 'click', name: 'Opening hours', key: 'HOURS' },
          { type: 'scancode_waitmsg', name: 'Scan a ticket', key: 'TICKET' },
        ],
      },
    ],
  });
// #endregion

// #region clicks
export const menuAnswers = createRouter()
  .click('TODAY', () => 'Today: green tea, 20 % off.')
  .click('HOURS', () => 'We are open from 9 to 18 o’clock.')
  .event('scancode_waitmsg', ({ message }) => `Your ticket: ${message.ScanCodeInfo.ScanResult}`);
// #endregion

// #region codes
/** A code for a poster: it never expires. */
export async function posterCode(api: Api, shop: string): Promise<string> {
  const { ticket } = await api.qrcode.createPermanent(`shop_${shop}`);
  return api.qrcode.imageUrl(ticket); // for <img src="…">
}

/** A code for one order: it works for ten minutes. */
export async function orderCode(api: Api, order: string): Promise<string> {
  const { ticket } = await api.qrcode.createTemporary(`order_${order}`, 600);
  return api.qrcode.imageUrl(ticket);
}
// #endregion

// #region scans
export const scanAnswers = createRouter()
  .scan(/^shop_(.+)$/, ({ match }) => `Welcome to our shop in ${match[1]}!`)
  .scan(/^order_(.+)$/, ({ match }) => `Order ${match[1]} is being packed.`)
  .event('subscribe', () => 'Welcome!'); // after the scans: for those who came without a code
// #endregion
