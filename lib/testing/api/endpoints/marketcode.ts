import { ok } from '../answer';
import { codeBatches } from '../code-batch';
import type { CodeBatch } from '../code-batch';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { id, number, optional, text, within } from '../fields';
import { ApiRefusalError } from '../api-refusal-error';

const MIN_CODES = 10_000;
const MAX_CODES = 20_000_000;
/** Codes in one package. */
const MAX_PACKED = 50_000;

const ownId = within({ most: 128, in: 'bytes', errcode: 40035 }, text);
const range = { application_id: id, code_start: number, code_end: number };

/** A range, both ends included, that the application has. */
function rangeOf(
  account: FakeAccount,
  given: { readonly application_id: string; readonly code_start: number; readonly code_end: number },
): CodeBatch {
  const batch = account.part(codeBatches).batchOf(given.application_id);
  const { code_start, code_end } = given;
  if (code_start < 0 || code_end < code_start || code_end >= batch.count)
    throw new ApiRefusalError(40035, `"code_start" and "code_end" are within 0 and ${batch.count - 1}`);
  return batch;
}

/** What is told of a code that is activated. */
function told(account: FakeAccount, code: string) {
  const codes = account.part(codeBatches);
  const found = codes.find(code);
  const { application_id, isv_application_id } = found.batch;
  return ok({ code, application_id, isv_application_id, ...codes.meaningOf(found) });
}

/** One code per thing (一物一码). The codes of an application are there at once. */
export const marketcode: readonly Endpoint[] = [
  post(
    'marketcode.applyCode',
    '/intp/marketcode/applycode',
    { code_count: number, isv_application_id: ownId },
    ({ account, fields: { code_count, isv_application_id } }) => {
      if (code_count < MIN_CODES || code_count > MAX_CODES || code_count % MIN_CODES !== 0)
        throw new ApiRefusalError(
          40035,
          `"code_count" is ${MIN_CODES} to ${MAX_CODES}, a multiple of ${MIN_CODES}`,
        );
      const codes = account.part(codeBatches);
      // The same name is the same application.
      const batch = codes.byOwnId(isv_application_id) ?? codes.add(code_count, isv_application_id);
      return ok({ application_id: batch.application_id });
    },
  ),

  post(
    'marketcode.applyCodeQuery',
    '/intp/marketcode/applycodequery',
    { application_id: optional(id), isv_application_id: optional(ownId) },
    ({ account, fields }) => {
      const codes = account.part(codeBatches);
      const { application_id, isv_application_id } = fields;
      const batch =
        application_id !== undefined
          ? codes.batchOf(application_id)
          : codes.byOwnId(isv_application_id ?? '');
      const isOther = isv_application_id !== undefined && batch?.isv_application_id !== isv_application_id;
      if (batch === undefined || isOther)
        throw new ApiRefusalError(40035, 'no application has that "application_id" or "isv_application_id"');
      const starts = Array.from(
        { length: Math.ceil(batch.count / MAX_PACKED) },
        (_each, at) => at * MAX_PACKED,
      );
      return ok({
        status: 'FINISH',
        application_id: batch.application_id,
        isv_application_id: batch.isv_application_id,
        code_generate_list: starts.map((code_start) => ({
          code_start,
          code_end: Math.min(code_start + MAX_PACKED, batch.count) - 1,
        })),
        create_time: batch.create_time,
        update_time: batch.update_time,
      });
    },
  ),

  post('marketcode.applyCodeDownload', '/intp/marketcode/applycodedownload', range, ({ account, fields }) => {
    const { code_start, code_end } = fields;
    const batch = rangeOf(account, fields);
    if (code_end - code_start >= MAX_PACKED)
      throw new ApiRefusalError(40035, `at most ${MAX_PACKED} codes, as in "code_generate_list"`);
    return ok({ buffer: account.part(codeBatches).pack(batch, code_start, code_end) });
  }),

  post(
    'marketcode.codeActive',
    '/intp/marketcode/codeactive',
    {
      ...range,
      ...{ activity_name: text, product_brand: text, product_title: text, product_code: text },
      ...{ wxa_appid: text, wxa_path: text, wxa_type: optional(number) },
    },
    ({ account, fields: { application_id, wxa_type = 0, ...meaning } }) => {
      const batch = rangeOf(account, { application_id, ...meaning });
      if (wxa_type < 0 || wxa_type > 2) throw new ApiRefusalError(40035, '"wxa_type" is 0, 1 or 2');
      batch.active.push({ ...meaning, wxa_type });
      batch.update_time = account.seconds();
      return undefined;
    },
  ),

  post(
    'marketcode.codeActiveQuery',
    '/intp/marketcode/codeactivequery',
    {
      application_id: optional(id),
      code_index: optional(number),
      code: optional(text),
      code_url: optional(text),
    },
    ({ account, fields: { application_id, code_index, code, code_url } }) => {
      const codes = account.part(codeBatches);
      if (application_id !== undefined) {
        if (code_index === undefined)
          throw new ApiRefusalError(40035, '"code_index" is missing, which "application_id" needs');
        const at = { application_id, code_start: code_index, code_end: code_index };
        return told(account, codes.codeAt(rangeOf(account, at), code_index));
      }
      if (code !== undefined) return told(account, code);
      if (code_url !== undefined) return told(account, codes.codeOf(code_url));
      throw new ApiRefusalError(40035, '"application_id", "code" or "code_url" is missing');
    },
  ),

  post(
    'marketcode.ticketToCode',
    '/intp/marketcode/tickettocode',
    { openid: text, code_ticket: text },
    ({ account, fields: { openid, code_ticket } }) => {
      const visit = account.part(codeBatches).visitOf(code_ticket);
      if (visit.openid !== openid)
        throw new ApiRefusalError(40003, `it was not "${openid}" who scanned the code`);
      return told(account, visit.code);
    },
  ),
];
