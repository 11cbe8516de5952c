import type { Api } from '../../lib/api/client';
import * as groups from '../../lib/api/groups';
import type { StoredConditionalMenu, StoredMenu, StoredPictureArticle } from '../../lib/api/types';

/*
 * What a reading call answers goes into the writing call that belongs to it, as it is or with a field changed. Compiled, not
 * run: a pair that does not fit is an error of the compiler here.
 */
const pairs: Readonly<Record<string, (api: Api) => Promise<unknown>>> = {
  'draft.get → draft.update, one field changed': async (api) => {
    for (const [index, item] of (await api.draft.get('D1')).news_item.entries())
      await api.draft.update({ media_id: 'D1', index, articles: { ...item, title: 'New' } });
  },
  'draft.get → draft.update, as it is': async (api) => {
    const { news_item } = await api.draft.get('D1');
    if (news_item[0]) await api.draft.update({ media_id: 'D1', index: 0, articles: news_item[0] });
  },
  'draft.get → draft.add': async (api) => api.draft.add({ articles: (await api.draft.get('D1')).news_item }),
  'draft.batchGet → draft.add, with the content that may be left out': async (api) => {
    const { item } = await api.draft.batchGet({ offset: 0, count: 20 });
    const articles = item.flatMap(({ content }) => content.news_item);
    return api.draft.add({ articles: articles.map((each) => ({ ...each, content: each.content ?? '' })) });
  },
  'draft.list → draft.delete': async (api) => {
    for await (const { media_id } of api.draft.list()) await api.draft.delete(media_id);
  },
  'draft.add → freepublish.submit → comment.open': async (api) => {
    const { media_id } = await api.draft.add({ articles: [] });
    return api.comment.open((await api.freepublish.submit(media_id)).msg_data_id);
  },
  'freepublish.getArticle → draft.add': async (api) =>
    api.draft.add({ articles: (await api.freepublish.getArticle('A1')).news_item }),
  'freepublish.getArticle → draft.update, one field changed': async (api) => {
    const [first] = (await api.freepublish.getArticle('A1')).news_item;
    if (first)
      await api.draft.update({ media_id: 'D1', index: 0, articles: { ...first, author: 'Somebody' } });
  },
  'freepublish.batchGet → freepublish.delete': async (api) => {
    for (const { article_id } of (await api.freepublish.batchGet({ offset: 0, count: 1 })).item)
      await api.freepublish.delete(article_id);
  },
  'material.get → draft.add': async (api) => {
    const found = await api.material.get('M1');
    if ('news_item' in found) await api.draft.add({ articles: found.news_item });
    if ('data' in found) await api.material.add({ type: 'image', media: found });
    if ('down_url' in found) {
      const { title, description } = found;
      const media = { data: Buffer.of(), filename: 'a.mp4' };
      await api.material.add({ type: 'video', media, description: { title, introduction: description } });
    }
  },
  'material.batchGet → draft.add': async (api) => {
    const { item } = await api.material.batchGet({ type: 'news', offset: 0, count: 20 });
    return api.draft.add({ articles: item.flatMap(({ content }) => content?.news_item ?? []) });
  },
  'media.get → media.upload': async (api) => {
    const found = await api.media.get('M1');
    if ('data' in found) await api.media.upload('image', found);
  },
  'menu.get → menu.create': async (api) => api.menu.create((await api.menu.get()).menu),
  'menu.get → menu.create, one button changed': async (api) => {
    const { button } = (await api.menu.get()).menu;
    return api.menu.create({ button: button.map((each) => ({ ...each, name: each.name.trim() })) });
  },
  'menu.get → menu.create, one button less': async (api) => {
    const { menu } = await api.menu.get();
    return api.menu.create({ ...menu, button: menu.button.slice(1) });
  },
  'menu.get → menu.addConditional': async (api) => {
    for (const each of (await api.menu.get()).conditionalmenu ?? []) await api.menu.addConditional(each);
  },
  'menu.get → menu.addConditional, another rule': async (api) => {
    for (const each of (await api.menu.get()).conditionalmenu ?? [])
      await api.menu.addConditional({ ...each, matchrule: { ...each.matchrule, tag_id: 100 } });
  },
  'menu.get → menu.deleteConditional': async (api) => {
    for (const { menuid } of (await api.menu.get()).conditionalmenu ?? [])
      await api.menu.deleteConditional(menuid);
  },
  'menu.tryMatch → menu.create': async (api) => api.menu.create(await api.menu.tryMatch('o1')),
  'mass.getSpeed → mass.setSpeed': async (api) => api.mass.setSpeed((await api.mass.getSpeed()).speed),
  'mass.sendAll → mass.get, mass.delete, comment.list': async (api) => {
    const filter = { is_to_all: true } as const;
    const text = { content: 'Hello' };
    const { msg_id, msg_data_id } = await api.mass.sendAll({ filter, msgtype: 'text', text });
    await api.mass.get(msg_id);
    if (msg_data_id) await api.comment.list({ msg_data_id, begin: 0, count: 49, type: 0 });
    return api.mass.delete({ msg_id });
  },
  'comment.list → comment.markElect, comment.addReply': async (api) => {
    const msg_data_id = '1';
    for (const { user_comment_id } of (await api.comment.list({ msg_data_id, begin: 0, count: 1, type: 0 }))
      .comment) {
      await api.comment.markElect({ msg_data_id, user_comment_id });
      await api.comment.addReply({ msg_data_id, user_comment_id, content: 'Thank you' });
    }
  },
  'templateMessage.getAllPrivateTemplate → send, deletePrivateTemplate': async (api) => {
    for (const { template_id } of (await api.templateMessage.getAllPrivateTemplate()).template_list) {
      await api.templateMessage.send({ touser: 'o1', template_id, data: {} });
      await api.templateMessage.deletePrivateTemplate(template_id);
    }
  },
  'templateMessage.send → queryBlockTmplMsg': async (api) => {
    const { msgid } = await api.templateMessage.send({ touser: 'o1', template_id: 'T1', data: {} });
    const page = { tmpl_msg_id: msgid, largest_id: '0', limit: 100 };
    const { msginfo } = await api.templateMessage.queryBlockTmplMsg(page);
    const last = [msginfo].flat().at(-1);
    if (last) await api.templateMessage.queryBlockTmplMsg({ ...page, largest_id: last.id });
  },
  'subscribeMessage.getCategory → getPubTemplateTitles → getPubTemplateKeywords → addTemplate': async (
    api,
  ) => {
    for (const { id } of (await api.subscribeMessage.getCategory()).data)
      for (const { tid } of (
        await api.subscribeMessage.getPubTemplateTitles({ ids: id, start: 0, limit: 30 })
      ).data) {
        const { data } = await api.subscribeMessage.getPubTemplateKeywords(tid);
        await api.subscribeMessage.addTemplate({ tid, kidList: data.map(({ kid }) => kid), sceneDesc: 'a' });
      }
  },
  'subscribeMessage.getTemplateList → send, deleteTemplate': async (api) => {
    for (const { priTmplId } of (await api.subscribeMessage.getTemplateList()).data) {
      await api.subscribeMessage.send({ touser: 'o1', template_id: priTmplId, data: {} });
      await api.subscribeMessage.deleteTemplate(priTmplId);
    }
  },
  'kfAccount.getKfList → update, uploadHeadImg, delete': async (api) => {
    for (const { kf_account, kf_nick, kf_headimgurl } of (await api.kfAccount.getKfList()).kf_list) {
      await api.kfAccount.update(kf_account, kf_nick);
      await api.kfAccount.uploadHeadImg(kf_account, await fetch(kf_headimgurl));
      await api.kfAccount.delete(kf_account);
    }
  },
  'kfSession.getSessionList → close': async (api) => {
    for (const { openid } of (await api.kfSession.getSessionList('a@b')).sessionlist)
      await api.kfSession.close('a@b', openid);
  },
  'tag.getList → update, delete, mass.sendAll': async (api) => {
    for (const { id, name } of (await api.tag.getList()).tags) {
      await api.tag.update(id, name);
      const filter = { is_to_all: false, tag_id: id } as const;
      await api.mass.sendAll({ filter, msgtype: 'text', text: { content: name } });
      await api.tag.delete(id);
    }
  },
  'user.getInfo → updateRemark, tag.batchUntagging': async (api) => {
    const { openid, remark = '', tagid_list = [] } = await api.user.getInfo('o1');
    await api.user.updateRemark(openid, remark);
    for (const id of tagid_list) await api.tag.batchUntagging([openid], id);
  },
  'blacklist.getList → remove': async (api) =>
    api.blacklist.remove((await api.blacklist.getList()).data?.openid ?? []),
  'store.getDistrict → searchMapPoi → createMapPoi → addStore': async (api) => {
    for (const { id } of (await api.store.getDistrict()).result.flat())
      for (const poi of (await api.store.searchMapPoi(id, 'tea')).data.item) {
        const more = { introduct: '', province: '', city: '', district: '', photo: '', license: '' };
        const made = { ...poi, ...more, name: poi.branch_name, districtid: id };
        await api.store.createMapPoi(made);
        const { sosomap_poi_uid: map_poi_id, telephone: contract_phone } = poi;
        await api.store.addStore({
          map_poi_id,
          contract_phone,
          pic_list: '{"list":[]}',
          hour: '',
          credential: '',
        });
      }
  },
  'store.getStoreInfo → updateStore, createMapPoi': async (api) => {
    const { base_info } = (await api.store.getStoreInfo('1')).business;
    const { poi_id, open_time: hour, telephone: contract_phone } = base_info;
    await api.store.updateStore({ poi_id, hour, contract_phone });
    const more = { category: '', introduct: '', districtid: 440105, photo: '', license: '' };
    return api.store.createMapPoi({ ...base_info, ...more, name: base_info.business_name });
  },
  'store.getMerchantCategory → applyMerchant': async (api) => {
    const [first, second] = (await api.store.getMerchantCategory()).data.all_category_info.categories;
    if (!first || !second) return;
    const mine = { nickname: '', intro: '', headimg_mediaid: '' };
    await api.store.applyMerchant({ ...mine, first_catid: first.id, second_catid: second.id });
  },
  'invoice.getAuthField → setAuthField': async (api) =>
    api.invoice.setAuthField((await api.invoice.getAuthField()).auth_field),
  'invoice.getContact → setContact': async (api) => {
    const { phone, time_out } = (await api.invoice.getContact()).contact;
    return api.invoice.setContact(phone, time_out);
  },
  'invoice.getPayMch → setPayMch': async (api) => {
    const { mchid, s_pappid } = (await api.invoice.getPayMch()).paymch_info;
    return api.invoice.setPayMch(mchid, s_pappid);
  },
  'invoice.scanTitle → getUserTitleUrl': async (api) =>
    api.invoice.getUserTitleUrl(await api.invoice.scanTitle('code')),
  'invoice.setPdf → getPdf, insert': async (api) => {
    const { s_media_id } = await api.invoice.setPdf('invoice.pdf');
    await api.invoice.getPdf(s_media_id);
    const { user_info } = await api.invoice.getReimburseInfo('C1', 'E1');
    const face = { ...user_info, buyer_number: user_info.buyer_number ?? '', s_pdf_media_id: s_media_id };
    const card_ext = { user_card: { invoice_user_data: face } };
    return api.invoice.insert({ order_id: 'O1', card_id: 'C1', card_ext });
  },
  'nontax.queryFee → unifiedOrder, microPay': async (api) => {
    const query = { appid: 'wx1', payment_notice_no: '1', department_code: '1', region_code: '1' };
    const payment = { ...(await api.nontax.queryFee(query)), appid: 'wx1', desc: '' };
    const { order_id } = await api.nontax.unifiedOrder({ ...payment, ip: '', scene: '' });
    return api.nontax.microPay({ ...payment, auth_code: '1', order_id });
  },
  'nontax.getOrder → refund': async (api) => {
    const { appid, order_id, fee } = await api.nontax.getOrder({ appid: 'wx1', order_id: '1' });
    return api.nontax.refund({ appid, order_id, reason: '', refund_fee: fee });
  },
  'wxopen.getQrcodeJumpRules → addQrcodeJumpRule': async (api) => {
    for (const rule of (await api.wxopen.getQrcodeJumpRules()).rule_list)
      await api.wxopen.addQrcodeJumpRule({ ...rule, is_edit: 1 });
  },
  'marketcode.applyCodeQuery → applyCodeDownload': async (api) => {
    const { application_id, code_generate_list } = await api.marketcode.applyCodeQuery('1');
    for (const range of code_generate_list)
      await api.marketcode.applyCodeDownload({ application_id, ...range });
  },
  'marketcode.codeActiveQuery → codeActive': async (api) =>
    api.marketcode.codeActive(await api.marketcode.codeActiveQuery({ code: '1' })),
  'component.getAuthorizerOption → setAuthorizerOption': async (api) => {
    const { option_name, option_value } = await api.component.getAuthorizerOption('voice_recognize');
    return api.component.setAuthorizerOption(option_name, option_value);
  },
  'shorten.fetch → gen': async (api) => {
    const { long_data, expire_seconds } = await api.shorten.fetch('K');
    return api.shorten.gen(long_data, expire_seconds);
  },
};

it.each(Object.keys(pairs))('%s compiles', (pair) => {
  expect(typeof pairs[pair]).toBe('function');
});

describe('what was read', () => {
  const conditional: StoredConditionalMenu = {
    button: [
      { type: 'click', name: '歌曲', key: 'SONG', sub_button: [] },
      { name: '菜单', sub_button: [{ type: 'view', name: '页', url: 'https://a.example/', sub_button: [] }] },
    ],
    menuid: '208396993',
    matchrule: { client_platform_type: '2' },
  };
  const menu: StoredMenu = conditional;
  const picture: StoredPictureArticle = {
    article_type: 'newspic',
    title: '图',
    content: '字',
    image_info: { image_list: [{ image_media_id: 'M1' }] },
    need_open_comment: 0,
    only_fans_can_comment: 0,
    url: 'https://mp.weixin.qq.com/s/a',
  };

  it('is written as it was read', () => {
    expect(groups.menu.create(menu).json).toEqual(menu);
    expect(groups.menu.addConditional(conditional).json).toEqual(conditional);
    const update = groups.draft.update({ media_id: 'D1', index: 0, articles: { ...picture, title: '新' } });
    expect(update.json).toMatchObject({ articles: { ...picture, title: '新' } });
  });

  it('tells articles from pictures', () => {
    const cover = (articles: Awaited<ReturnType<Api['draft']['get']>>['news_item']) =>
      articles.map((each) =>
        each.article_type === 'newspic' ? each.image_info.image_list : each.thumb_media_id,
      );
    expect(cover([picture])).toEqual([[{ image_media_id: 'M1' }]]);
  });
});
