import { ok } from '../answer';
import type { IncomingCall } from '../call';
import { fileIn, postQueryUnchecked } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { anyText, keep, optional } from '../fields';
import { LIMITS } from '../limits';
import { isPicture } from '../media-file';
import { ApiRefusalError } from '../api-refusal-error';
import { SAMPLES, setAnswers } from '../samples';
import type { SampleName } from '../samples';

/** Calls a day of each; more can be bought. */
const PER_DAY = { perDay: 100, usedUp: 101003 };

/** An endpoint that looks at a picture: its address is in the query, or the file is the part `img`. */
const look = (
  plays: Extract<SampleName, `${'ocr' | 'image'}.${string}`>,
  path: string,
  check?: (call: IncomingCall) => void,
): Endpoint =>
  // The table of samples is held to the client's results.
  postQueryUnchecked(
    plays,
    path,
    { img_url: optional(anyText) },
    ({ account, call, fields: { img_url = '' } }) => {
      if (img_url === '') checkPicture(call);
      else if (!/^https?:\/\/[^/]/i.test(img_url))
        throw new ApiRefusalError(101000, '"img_url" is no address of the web');
      check?.(call);
      return ok(account.part(setAnswers).get(plays) ?? SAMPLES[plays]);
    },
    PER_DAY,
  );

function checkPicture(call: IncomingCall): void {
  if (!call.parts.some(({ name }) => name === 'img'))
    throw new ApiRefusalError(101000, 'neither "img_url" in the query nor a part "img" of a form is there');
  const { data } = fileIn(call, 'img');
  if (!isPicture(data)) throw new ApiRefusalError(101000, 'the part "img" is no picture');
  keep(LIMITS.lookedAt, data.length, 'img');
}

/** The aspect ratios wanted: in the query, or a part of the form. */
function checkRatios({ query, parts }: IncomingCall): void {
  const part = parts.find(({ name }) => name === 'ratios');
  const ratios = query.ratios ?? part?.data.toString() ?? '';
  keep(LIMITS.ratios, ratios === '' ? 0 : ratios.split(',').length, 'ratios');
}

/** Reads and looks at pictures (OCR识别, 图像处理). What is in them the test says, by `api.answers()`. */
export const lookAtPictures: readonly Endpoint[] = [
  look('ocr.idcard', '/cv/ocr/idcard'),
  look('ocr.bankcard', '/cv/ocr/bankcard'),
  look('ocr.driving', '/cv/ocr/driving'),
  look('ocr.drivinglicense', '/cv/ocr/drivinglicense'),
  look('ocr.bizlicense', '/cv/ocr/bizlicense'),
  look('ocr.comm', '/cv/ocr/comm'),
  look('ocr.menu', '/cv/ocr/menu'),
  look('image.scanQrcode', '/cv/img/qrcode'),
  look('image.aiCrop', '/cv/img/aicrop', checkRatios),
];
