import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { oneOf, text } from '../fields';
import { issueProductKey } from '../product-key';
import { ApiRefusalError } from '../api-refusal-error';

/** The cards that articles of each type take: 0 large, 1 small, 2 text link, 3 bar. */
const CARDS: Readonly<Record<'news' | 'newspic', readonly number[]>> = {
  news: [0, 1, 2],
  newspic: [1, 2, 3],
};

/** Cards of products in articles (商品卡片). Any id of digits is a product here. */
export const productCard: readonly Endpoint[] = [
  post(
    'draft.getProductCardInfo',
    '/channels/ec/service/product/getcardinfo',
    {
      product_id: text,
      article_type: oneOf(10170002, 'news', 'newspic'),
      card_type: oneOf(10170003, 0, 1, 2, 3),
    },
    ({ account, fields: { product_id, article_type, card_type } }) => {
      if (!/^\d+$/.test(product_id)) throw new ApiRefusalError(10170001, '"product_id" is digits');
      if (!CARDS[article_type].includes(card_type))
        throw new ApiRefusalError(
          10170003,
          `"${article_type}" takes the cards ${CARDS[article_type].join(', ')}`,
        );
      const product_key = issueProductKey(account, product_id);
      if (article_type === 'newspic') return ok({ product_key });
      const DOM = `<mp-common-product data-cardtype="${card_type}" data-productkey="${product_key}"></mp-common-product>`;
      return ok({ DOM });
    },
  ),
];
