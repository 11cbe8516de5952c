import { post } from '../request';

/** A message to a patient. */
export interface MedicalMessage {
  /** AppID of the account. */
  readonly app_id: string;
  readonly open_id: string;
  /** The visit; its messages share one page. */
  readonly order_id?: string;
  /** One's own id of the message. */
  readonly msg_id: string;
  /** Kind of the message, such as 1501001 for a booked appointment. */
  readonly status: number;
  readonly business_id: number;
  /** 1: a trial. */
  readonly testonly_is_trial?: 0 | 1;
  /** Depends on `status`: hospital, doctor, department, time of the appointment… */
  readonly business_info?: {
    /** What a tap on the message opens. */
    readonly redirect_page?: {
      readonly page_type: string;
      readonly url?: string;
      /** AppID of the mini program. */
      readonly app_id?: string;
      /** Page of the mini program. */
      readonly fullpath?: string;
    };
    readonly [key: string]: unknown;
  };
}

/** Messages of hospitals to their patients (微信就医助手). */
export const medical = {
  /**
   * Sends a message to a patient (发送消息). Public hospitals and health authorities only.
   *
   * Official path: 微信就医助手 / 发送消息 — `POST /cityservice/sendchannelmsg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/medicalassistant.html
   */
  sendChannelMsg: (body: MedicalMessage) => post<void>('/cityservice/sendchannelmsg', body),
};
