/** WeChat does not take an answer; the message says why. Never leaves the simulator. */
export class Invalid extends Error {}
