/* What WeChat's web view adds to each page: its user agent, and the bar of a snapshot page. */

// The server writes this object in front of the script.
const { wechatView: facts } = globalThis as unknown as {
  readonly wechatView: { readonly userAgent: string; readonly isSnapshot: boolean };
};
Object.defineProperty(navigator, 'userAgent', { get: () => facts.userAgent, configurable: true });
if (facts.isSnapshot)
  addEventListener('DOMContentLoaded', () => {
    const link = document.createElement('a');
    link.href = '/.wechat/full';
    link.textContent = '使用完整服务';
    link.style.cssText =
      'position:fixed;right:12px;bottom:12px;z-index:2147483647;padding:8px 14px;border-radius:999px;background:#07c160;color:#000;font:14px system-ui;text-decoration:none';
    document.body.append(link);
  });

export {};
