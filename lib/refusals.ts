/**
 * Why a request is refused: by a code that stays the same between versions, in the words of the log. The
 * response says nothing of it.
 */
export const REFUSALS = {
  'query-missing':
    'The request has no signature, timestamp or nonce: not a request of WeChat, unless a proxy or a rewritten address has dropped its query. A tool for debugging has to sign what it sends.',
  'signature-missing':
    'The request has no signature: not a request of WeChat, unless something on its way has dropped the parameter.',
  'timestamp-missing':
    'The request has no timestamp: not a request of WeChat, unless something on its way has dropped the parameter.',
  'nonce-missing':
    'The request has no nonce: not a request of WeChat, unless something on its way has dropped the parameter.',
  'msg_signature-missing':
    'The push is encrypted, but has no msg_signature: something on its way (a proxy, a rewritten address) has dropped the parameter.',
  'encrypt_type-missing':
    'The push is encrypted, but has no encrypt_type: something on its way (a proxy, a rewritten address) has dropped the parameter.',
  'encrypt-missing':
    'The query says that the push is encrypted, but its body has no <Encrypt>: has something on its way changed the body?',
  wecom:
    'The request is signed as 企业微信 (WeCom) signs: it has a msg_signature and no signature. wechat() receives the pushes of a 公众号 or 服务号.',
  'query-malformed': 'The signature, timestamp or nonce has not the form WeChat gives it.',
  'parameter-repeated': 'A parameter is repeated.',
  'parameter-list': 'A parameter is a list or an object.',
  'echostr-malformed': 'The "echostr" is missing or malformed.',
  'timestamp-old': 'The timestamp is far from the clock of this machine.',
  'signature-wrong': 'The signature does not match. Is "token" the one set in the WeChat console?',
  'not-encrypted':
    'The push is not encrypted, but "encodingAESKey" is set. Is the account in 安全模式 or 兼容模式? (For a migration: "allowPlaintext".)',
  'key-missing':
    'The push is encrypted, but "encodingAESKey" is missing among the settings of wechat(): copy it from the WeChat console, or choose 明文模式 there.',
  'encrypt-malformed': 'The msg_signature or the Encrypt has not the form WeChat gives it.',
  'msg_signature-wrong': 'The msg_signature does not match. Is "token" the one set in the WeChat console?',
  'decryption-failed': 'The push cannot be decrypted. Is "encodingAESKey" the one set in the WeChat console?',
  'cloudrun-source':
    "The request has no x-wx-source: it did not come by the inner network of 微信云托管, by which pushes come (trust: 'cloudrun').",
  'cloudrun-public':
    'The request came through a public gateway (it has x-forwarded-for or the like), where anybody may have sent it. Switch 公网访问 off in the console of 微信云托管; where it is off and pushes are refused all the same, set "internalOnly": true.',
  'cloudrun-client':
    'The request was sent by a client (callContainer): pushes are sent by WeChat alone. Is the path of pushes another than that of pages?',
  'cloudrun-sender': 'The push names another user in FromUserName than 微信云托管 does in x-wx-openid.',
  'cloudrun-account': 'The request is for another account: its x-wx-appid is not "appId".',
  'cloudrun-malformed': 'An x-wx-… header is repeated, or has not the form that 微信云托管 gives it.',
  'cloudrun-check':
    'A GET request: 微信云托管 checks a path by POST. Whoever checks an address by GET wants a server with a "token".',
  'body-malformed': 'The body is not a push.',
  'body-compressed': 'compressed',
  'body-too-large': 'too large',
  'body-too-slow': 'too slow',
  method: 'method',
  gone: 'gone',
} as const;

/** A word for why a request is refused, as in the log: `'signature-wrong'`, `'msg_signature-missing'`… */
export type RefusalCode = keyof typeof REFUSALS;
