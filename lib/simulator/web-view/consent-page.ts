import { escapeHtml } from '../../escape-html';
import type { AuthorizeRequest, PageRefusal } from '../../testing/api/authorize-page';

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:12vh auto 0;max-width:26rem;padding:0 1.5rem;text-align:center}
a{border-radius:8px;display:block;margin:1rem auto;max-width:14rem;padding:.5rem;text-decoration:none}.yes{background:#047a43;color:#fff}.no{border:1px solid;color:inherit}</style>
</head><body><main>${body}</main></body></html>`;

/** WeChat's page that asks a user: `agreeAt` and `refuseAt` are where the two links lead. */
export const consentPage = (
  { redirectUri }: AuthorizeRequest,
  name: string,
  { agreeAt, refuseAt }: { readonly agreeAt: string; readonly refuseAt: string },
): string =>
  page(
    '微信登录',
    `<h1>${escapeHtml(redirectUri.host)}</h1>
<p>申请获取您（${escapeHtml(name)}）的昵称和头像<br>asks for the name and the picture of ${escapeHtml(name)}</p>
<p><a class="yes" href="${escapeHtml(agreeAt)}">允许 · Allow</a><a class="no" href="${escapeHtml(refuseAt)}">拒绝 · Refuse</a></p>`,
  );

/** WeChat's page that goes no further. */
export const refusalPage = ({ code, text }: PageRefusal): string =>
  page('微信网页授权', `<h1>${code}</h1><p>${escapeHtml(text)}</p>`);

/** What is shown in place of something else. */
export const notePage = (chinese: string, english: string, link?: string): string =>
  page(
    '离线微信',
    `<p>${escapeHtml(chinese)}<br>${escapeHtml(english)}</p>${link === undefined ? '' : `<p><a class="no" target="_blank" rel="noopener noreferrer" href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`}`,
  );
