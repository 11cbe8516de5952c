/** Values that several samples share, in the form of WeChat's own. */
export const media = 'kP3vN8sXq1ZtR5yLw7BhDf0cJgM4uAeT9iVoS2nYxKaC6bQrWzEjUmH-lG_pFdOI';
export const thumb = 'Tn5xC1mVbQ8rLzKs0dHfYw3JgPu7iAeE2oRtNq4XyBkMhZcWlSvDjG9a6U-_FpIO';
export const picture = 'http://mmbiz.qpic.cn/mmbiz_jpg/sample/0';
export const ticket = 'gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2sample';
export const article = 'http://mp.weixin.qq.com/s/sampleArticle01';
export const friend = 'oT8wq5Hk0_pQe-9VtUa3GxZi6MnE';
export const appid = 'wx4f0c2b9d7e61a853';
export const taxNo = '91330000MA27X00017';

export const place = {
  Location_X: 23.134521,
  Location_Y: 113.358803,
  Scale: 20,
  Label: '广州市海珠区客村艺苑路 12 号',
};

/** Some moment, in seconds, and one a year after it. */
export const moment = 1_735_700_000;
export const yearLater = 1_767_236_000;
