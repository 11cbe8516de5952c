import { ticket } from '../../../lib/api/groups/ticket';

const rows: [string, unknown, unknown][] = [
  [
    'getTicket for pages',
    ticket.getTicket('jsapi'),
    { method: 'GET', path: '/cgi-bin/ticket/getticket', query: { type: 'jsapi' } },
  ],
  [
    'getTicket for cards',
    ticket.getTicket('wx_card'),
    { method: 'GET', path: '/cgi-bin/ticket/getticket', query: { type: 'wx_card' } },
  ],
];

describe('ticket', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a typo in the type
    ticket.getTicket('jsapii');
    expect(Object.keys(ticket)).toHaveLength(1);
  });
});
