import type { CallName, ResultOf } from './played';

/** The corners of a rectangle that stands upright. */
const corners = (left: number, top: number, right: number, bottom: number) => ({
  left_top: { x: left, y: top },
  right_top: { x: right, y: top },
  right_bottom: { x: right, y: bottom },
  left_bottom: { x: left, y: bottom },
});

/**
 * What is answered to calls whose answer depends on what only an eye or an ear can tell, until a test says
 * otherwise: answers like those of WeChat's pages.
 */
export const SAMPLES = {
  'ocr.idcard': {
    type: 'Front',
    name: '张三',
    id: '123456789012345678',
    addr: '广东省广州市天河区',
    gender: '男',
    nationality: '汉',
  },
  'ocr.bankcard': { number: '6222131234567890123' },
  'ocr.driving': {
    plate_num: '粤S12345',
    vehicle_type: '小型普通客车',
    owner: '东莞市机械厂',
    addr: '广东省东莞市',
    use_character: '非营运',
    model: '江淮牌HFC1234567',
    vin: 'LJ166A23X12345651',
    engine_num: 'J3123453',
    register_date: '2018-07-06',
    issue_date: '2018-07-01',
    plate_num_b: '粤S12345',
    record: '441234567893',
    passengers_num: '7人',
    total_quality: '2700kg',
    prepare_quality: '1995kg',
    overall_size: '4582x1795x1458mm',
    card_position_front: { pos: corners(119, 2925, 1435, 3793) },
    card_position_back: { pos: corners(1523, 2849, 2898, 3755) },
    img_size: { w: 3120, h: 4208 },
  },
  'ocr.drivinglicense': {
    id_num: '123456789012345678',
    name: '张三',
    sex: '男',
    nationality: '中国',
    address: '广东省东莞市',
    birth_date: '1990-12-21',
    issue_date: '2012-12-21',
    car_class: 'C1',
    valid_from: '2018-07-06',
    valid_to: '2028-07-06',
    official_seal: '广东省东莞市公安局交通警察支队',
  },
  'ocr.bizlicense': {
    reg_num: '440123456789012',
    serial: '440123',
    legal_representative: '张三',
    type_of_organization: '个人经营',
    enterprise_name: '某某饮食店',
    type_of_enterprise: '个体工商户',
    address: '广东省广州市天河区',
    business_scope: '中型餐馆（不含凉菜、不含裱花蛋糕、不含生食海产品）。',
    registered_capital: '200万',
    paid_in_capital: '200万',
    valid_period: '2029年1月1日',
    registered_date: '2018年1月1日',
    cert_position: { pos: corners(155, 191, 725, 590) },
    img_size: { w: 966, h: 728 },
  },
  'ocr.comm': {
    items: [
      { text: '腾讯', pos: corners(575, 519, 744, 532) },
      { text: '微信团队', pos: corners(670, 516, 762, 532) },
    ],
    img_size: { w: 1280, h: 720 },
  },
  'ocr.menu': {
    content: JSON.stringify({ menu_items: [{ name: '煎饺', price: '12' }] }),
  },
  'image.scanQrcode': {
    code_results: [
      { type_name: 'QR_CODE', data: 'http://www.qq.com', pos: corners(585, 378, 828, 618) },
      { type_name: 'EAN_13', data: '5906789678957' },
    ],
    img_size: { w: 1000, h: 900 },
  },
  'image.aiCrop': {
    results: [
      { crop_left: 112, crop_top: 0, crop_right: 839, crop_bottom: 727 },
      { crop_left: 0, crop_top: 205, crop_right: 965, crop_bottom: 615 },
    ],
    img_size: { w: 966, h: 728 },
  },
  'voice.queryRecoResultForText': { result: '今天天气怎么样' },
  'voice.translateContent': { from_content: '你好', to_content: 'Hello' },
} as const satisfies { readonly [N in CallName]?: ResultOf<N> };

/** A call whose answer a test can set: `api.answers('ocr.idcard', { … })`. */
export type SampleName = keyof typeof SAMPLES;

/** What such a call answers. */
export type SampleAnswer<N extends SampleName> = ResultOf<N>;

/** The answers of an account that tests have set, the newest last. */
export const setAnswers = () => {
  const all = new Set<{ readonly name: SampleName; readonly answer: unknown }>();
  return {
    /** Answers so from now on; what it returns takes that back. */
    set<N extends SampleName>(name: N, answer: SampleAnswer<N>): () => void {
      const one = { name, answer };
      all.add(one);
      return () => void all.delete(one);
    },
    /** What a test has set. */
    get<N extends SampleName>(name: N): SampleAnswer<N> | undefined {
      const found = [...all].findLast((each) => each.name === name);
      // It was set under the name of this call.
      return found?.answer as SampleAnswer<N> | undefined;
    },
  };
};
