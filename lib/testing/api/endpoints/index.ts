import type { Endpoint } from '../endpoint';
import { base } from './base';
import { blacklist } from './blacklist';
import { comment } from './comment';
import { component } from './component';
import { customerMessage } from './customer-message';
import { datacube } from './datacube';
import { draft } from './draft';
import { fileHost } from './file-host';
import { freepublish } from './freepublish';
import { invoiceMerchant } from './invoice-merchant';
import { invoicePlatform } from './invoice-platform';
import { invoiceReimburse } from './invoice-reimburse';
import { invoiceTitle } from './invoice-title';
import { kfAccount } from './kf-account';
import { kfRecord } from './kf-record';
import { kfSession } from './kf-session';
import { lookAtPictures } from './look';
import { marketcode } from './marketcode';
import { mass } from './mass';
import { material } from './material';
import { media } from './media';
import { medical } from './medical';
import { menu } from './menu';
import { migration } from './migration';
import { nontax } from './nontax';
import { nontaxOrder } from './nontax-order';
import { oauth } from './oauth';
import { onetimeSubscription } from './onetime-subscription';
import { openPlatform } from './open';
import { openapi } from './openapi';
import { productCard } from './product-card';
import { qrcode } from './qrcode';
import { qrcodeJump } from './qrcode-jump';
import { shorten } from './shorten';
import { store } from './store';
import { storeMap } from './store-map';
import { storeMerchant } from './store-merchant';
import { subscribeMessage } from './subscribe-message';
import { tag } from './tag';
import { templateMessage } from './template-message';
import { user } from './user';
import { voice } from './voice';
import { withdrawn } from './withdrawn';
import { wxopen } from './wxopen';

const all: readonly Endpoint[] = [
  ...[base, openapi, user, tag, blacklist, menu, qrcode, media, material, oauth].flat(),
  ...[customerMessage, templateMessage, subscribeMessage, mass, kfAccount, kfSession, kfRecord].flat(),
  ...[lookAtPictures, voice].flat(),
  ...[draft, freepublish, comment, shorten, fileHost, datacube, openPlatform, component, withdrawn].flat(),
  ...[store, storeMerchant, storeMap, nontax, nontaxOrder, wxopen, qrcodeJump, marketcode].flat(),
  ...[invoiceMerchant, invoicePlatform, invoiceReimburse, invoiceTitle].flat(),
  ...[medical, onetimeSubscription, productCard, migration].flat(),
];

const pathOf = ({ path }: Endpoint): string => path.split('?')[0] ?? '';

/** The endpoints that the fake API plays, by path. */
export const endpoints: ReadonlyMap<string, readonly Endpoint[]> = new Map(
  all.map((one) => [pathOf(one), all.filter((each) => pathOf(each) === pathOf(one))]),
);
