import { digits, post } from '../request';

/** An application for codes. */
export interface CodeApplication {
  readonly application_id: string;
  /** One's own name of the application. */
  readonly isv_application_id: string;
  readonly status: 'INIT' | 'FINISH' | (string & {});
  /** Ranges of codes that were made. */
  readonly code_generate_list: readonly { readonly code_start: number; readonly code_end: number }[];
  /** Unix seconds. */
  readonly create_time: number;
  /** Unix seconds. */
  readonly update_time: number;
}

/** A range of the codes of an application. */
export interface CodeRange {
  readonly application_id: string;
  readonly code_start: number;
  readonly code_end: number;
}

/** What a range of codes stands for: a product, and the page that opens. */
export interface CodeActivation extends CodeRange {
  readonly activity_name: string;
  readonly product_brand: string;
  readonly product_title: string;
  readonly product_code: string;
  /** AppID of the mini program that opens. */
  readonly wxa_appid: string;
  /** Page of the mini program. */
  readonly wxa_path: string;
  readonly wxa_type?: number;
}

/** Which code to look up: by its place in an application, by itself, or by its link. */
export type CodeQuery =
  | {
      readonly application_id: string;
      readonly code_index: number;
      readonly code?: string;
      readonly code_url?: string;
    }
  | { readonly code: string; readonly application_id?: undefined; readonly code_url?: string }
  | { readonly code_url: string; readonly application_id?: undefined; readonly code?: undefined };

/** A code, and what it stands for. */
export interface ActivatedCode extends CodeActivation {
  readonly code: string;
  /** One's own name of the application. */
  readonly isv_application_id: string;
}

const optionalDigits = (id: string | undefined) => (id === undefined ? undefined : digits(id));

/** One code per thing (一物一码). Service accounts, on application. */
export const marketcode = {
  /**
   * Applies for codes (申请二维码): 10,000 to 20,000,000, a multiple of 10,000. `isv_application_id` is one's own
   * name of the application. Service accounts, on application.
   *
   * Official path: 一物一码 / 申请二维码 — `POST /intp/marketcode/applycode`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  applyCode: (code_count: number, isv_application_id: string) =>
    post<{ readonly application_id: string }>('/intp/marketcode/applycode', {
      code_count,
      isv_application_id,
    }),

  /**
   * Gets the state of an application (查询二维码申请单), by either of its ids.
   *
   * Official path: 一物一码 / 查询二维码申请单 — `POST /intp/marketcode/applycodequery`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  applyCodeQuery: (application_id?: string, isv_application_id?: string) =>
    post<CodeApplication>(
      '/intp/marketcode/applycodequery',
      { application_id: optionalDigits(application_id), isv_application_id },
      { safe: true },
    ),

  /**
   * Gets codes (下载二维码包). `buffer` is base64 of AES-128-CBC, whose key comes by mail, over tab-separated text.
   *
   * Official path: 一物一码 / 下载二维码包 — `POST /intp/marketcode/applycodedownload`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  applyCodeDownload: (body: CodeRange) =>
    post<{ readonly buffer: string }>(
      '/intp/marketcode/applycodedownload',
      { ...body, application_id: digits(body.application_id) },
      { safe: true },
    ),

  /**
   * Activates codes (激活二维码).
   *
   * Official path: 一物一码 / 激活二维码 — `POST /intp/marketcode/codeactive`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  codeActive: (body: CodeActivation) =>
    post<void>('/intp/marketcode/codeactive', { ...body, application_id: digits(body.application_id) }),

  /**
   * Gets what a code stands for (查询二维码激活状态).
   *
   * Official path: 一物一码 / 查询二维码激活状态 — `POST /intp/marketcode/codeactivequery`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  codeActiveQuery: (body: CodeQuery) =>
    post<ActivatedCode>(
      '/intp/marketcode/codeactivequery',
      { ...body, application_id: optionalDigits(body.application_id) },
      { safe: true },
    ),

  /**
   * Exchanges the ticket with which a code was opened for the code (code_ticket换code).
   *
   * Official path: 一物一码 / code_ticket换code — `POST /intp/marketcode/tickettocode`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Unique_Item_Code/Unique_Item_Code_API_Documentation.html
   */
  ticketToCode: (openid: string, code_ticket: string) =>
    post<ActivatedCode>('/intp/marketcode/tickettocode', { openid, code_ticket }),
};
