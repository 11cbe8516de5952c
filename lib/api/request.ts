/** Values of a query string; `undefined` is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The content of a file: bytes; a `Blob` or `File`; a stream (read into memory, since WeChat needs a
 * Content-Length); a response of fetch; a `data:` URL; or a file by its path or file URL. At most 32 MiB.
 */
export type FileData =
  | string
  | URL
  | ArrayBufferView
  | ArrayBuffer
  | SharedArrayBuffer
  | Blob
  | Response
  | ReadableStream
  | NodeJS.ReadableStream
  | AsyncIterable<Uint8Array | string>;

/** A file with a name of its own. */
export interface NamedFile {
  readonly data: FileData;
  /**
   * File name; its extension follows the content. Without one it is that of the data, or made from the
   * content's type.
   */
  readonly filename?: string;
}

/** A file to upload. Its name gets an extension that is true to the content, as WeChat wants it. */
export type FileInput = FileData | NamedFile;

/** One part of a multipart body: a file, or text. */
export type Part =
  { readonly name: string; readonly file: FileInput } | { readonly name: string; readonly text: string };

/** A downloaded file. */
export interface Download {
  readonly data: Buffer;
  /** Media type WeChat gave it. */
  readonly contentType: string;
  /** File name, when WeChat gave one. */
  readonly filename?: string;
}

declare const result: unique symbol;

/** A call as plain data: what to send, and (in its type) what comes back. The client sends it. */
export interface ApiRequest<T = unknown> extends RequestOptions {
  readonly method: 'GET' | 'POST';
  /** Path from the host's root, `/cgi-bin/…`; no query, no host. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as multipart/form-data. */
  readonly parts?: readonly Part[];
  /** `'download'`: the answer is a file (or JSON); resolves to a `Download` or the JSON. Default: JSON. */
  readonly answer?: 'download';
  /** Only carries the type of the result. */
  readonly [result]?: T;
}

/** What is special about an endpoint; the usual needs none of it. */
export interface RequestOptions {
  /**
   * Whether sending twice does no harm. Default: GET yes, unless its query has a `code`, which works once;
   * POST no.
   */
  readonly safe?: boolean;
  /**
   * Which credential the client adds. Default: the account's access token, as `access_token` in the query.
   * `'component'`: the third-party platform's token and AppID. `'none'`: nothing (the credential, if any, is
   * an argument). An object names the fields in which the client puts the AppID and the AppSecret.
   */
  readonly auth?: 'none' | 'component' | AppSecretFields;
  /**
   * Name of the query's parameter for a platform's token. Default `component_access_token`; newer pages have
   * `access_token`. With any other `auth` it says nothing.
   */
  readonly tokenName?: 'access_token' | 'component_access_token';
  /** Another host than the API's, such as `mp.weixin.qq.com`. */
  readonly host?: string;
}

/** Names of the fields for AppID and AppSecret, and where they go. */
export interface AppSecretFields {
  readonly in: 'query' | 'json';
  readonly appid: string;
  readonly secret: string;
}

/**
 * A GET request.
 *
 * @example
 * const { ip_list } = await api.request(get<{ ip_list: string[] }>('/cgi-bin/get_api_domain_ip'));
 */
export const get = <T>(path: string, query?: Query, options?: RequestOptions): ApiRequest<T> => ({
  method: 'GET',
  path,
  ...(query && { query }),
  ...options,
});

/**
 * A POST request with a JSON body; an empty body is sent as `{}`.
 *
 * @example
 * await api.request(post('/cgi-bin/tags/update', { tag: { id: 134, name: 'VIP' } }));
 */
export const post = <T>(
  path: string,
  json: unknown = {},
  options?: RequestOptions & { readonly query?: Query },
): ApiRequest<T> => ({
  method: 'POST',
  path,
  json,
  ...options,
});

/**
 * A POST request with a multipart body.
 *
 * @example
 * const media = { name: 'media', file: 'cover.jpg' };
 * await api.request(upload<{ url: string }>('/cgi-bin/media/uploadimg', [media]));
 */
export const upload = <T>(
  path: string,
  parts: readonly Part[],
  options?: RequestOptions & { readonly query?: Query },
): ApiRequest<T> => ({
  method: 'POST',
  path,
  parts,
  ...options,
});

/**
 * A request whose answer is a file. With `json` it is a POST. `T` adds the JSON some of these answer instead.
 *
 * @example
 * const { data } = await api.request(download('/cgi-bin/media/get', { query: { media_id: 'abc' } }));
 */
export const download = <T = Download>(
  path: string,
  options?: RequestOptions & { readonly query?: Query; readonly json?: unknown },
): ApiRequest<T> => ({
  method: options?.json === undefined ? 'GET' : 'POST',
  path,
  answer: 'download',
  ...options,
});

/** A number too long for JavaScript, which the client's JSON writer sends as bare digits. */
export class Digits {
  constructor(readonly value: string) {}
  /** What other JSON writers make of it. */
  toJSON(): string {
    return this.value;
  }
}

/**
 * Marks an id that WeChat wants as a number although it may have more digits than a number holds.
 *
 * @example
 * await api.request(post('/cgi-bin/message/mass/delete', { msg_id: digits('30124123412341234123') }));
 */
export const digits = (value: string | number | bigint): Digits => new Digits(String(value));
