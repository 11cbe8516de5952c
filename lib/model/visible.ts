/**
 * Whether there is anything to see in a text: WeChat tells users that the service is down when there is not.
 */
export const isVisible = (text: string): boolean => /[^\s\p{Cc}]/u.test(text);
