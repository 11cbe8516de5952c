import type { PushFields } from '../push-types';
import { appid, moment, yearLater } from './values';

const company = {
  name: '示例企业',
  code: '91330000SAMPLE0001',
  code_type: 1,
  legal_persona_wechat: 'sample_wx',
  legal_persona_name: '张三',
  component_phone: '057100000000',
};

const granted = {
  AuthorizerAppid: appid,
  AuthorizationCode: 'queryauthcode@@@sample01',
  PreAuthCode: 'preauthcode@@@sample01',
};

/** Fields of notices to a third-party platform, besides those that name platform, account and code. */
export const noticeSamples: Readonly<Record<string, PushFields>> = {
  component_verify_ticket: { ComponentVerifyTicket: 'ticket@@@sampleTicket01' },
  authorized: granted,
  updateauthorized: granted,
  unauthorized: { AuthorizerAppid: appid },
  notify_third_fasteregister: { status: 0, msg: 'OK', info: company },
  notify_third_fastverifybetaapp: { appid, status: 0, msg: 'OK', info: company },
  notify_third_fastregisterbetaapp: {
    appid,
    status: 0,
    msg: 'OK',
    info: { unique_id: 'sample-unique-id', name: '示例小程序' },
  },
  notify_3rd_wxa_auth: {
    appid,
    taskid: 'sample-task',
    task_status: 12,
    apply_status: 2,
    message: '',
    dispatch_info: { provider: '示例审核机构', contact: '057100000000', dispatch_time: moment },
  },
  notify_3rd_wxa_wxverify: { appid, expired: yearLater, message: '认证即将到期' },
  notify_icpfiling_verify_result: {
    task_id: 'sample-task',
    verify_appid: appid,
    result: 3,
    along_with_auth_result: 1,
  },
  notify_apply_icpfiling_result: { authorizer_appid: appid, beian_status: 6 },
  notify_3rd_wxa_auth_and_icp: { procedure_id: 'sample-procedure', procedure_status: 4 },
  order_path_apply_result_notify: { list: [{ appid, ret_code: 0 }] },
  order_path_audit_result_notify: {
    list: [
      { appid, audit_id: '421609337', status: 2, apply_time: moment, audit_time: moment + 60, reason: '' },
    ],
  },
};
