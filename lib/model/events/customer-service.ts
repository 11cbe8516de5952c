import { id } from '../shape';
import type { Shape } from '../shape';

/** Customer service sessions (page: 客服管理 / 会话控制). Accounts are `name@account`. */
export const customerService = {
  /** 接入会话: an agent took a session. */
  kf_create_session: {
    /** The agent. */
    KfAccount: id,
  },
  /** 关闭会话: a session ended. */
  kf_close_session: {
    /** The agent. */
    KfAccount: id,
  },
  /** 转接会话: an agent handed a session over. There is no `KfAccount`. */
  kf_switch_session: {
    /** The agent before. */
    FromKfAccount: id,
    /** The agent from now on. */
    ToKfAccount: id,
  },
  /** 进入会话事件: a user opened customer service in a mini program. */
  user_enter_tempsession: {
    /** `session-from` of the button. */
    SessionFrom: id,
  },
} satisfies Record<string, Shape>;
