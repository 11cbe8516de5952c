import { createDialogue } from 'offiaccount';

const QUESTIONS = [
  { ask: '西湖在哪个城市？', choices: ['杭州', '苏州', '扬州'], right: '杭州' },
  { ask: '龙井是什么茶？', choices: ['红茶', '绿茶', '乌龙茶'], right: '绿茶' },
] as const;

export const quiz = createDialogue('quiz', async ({ ask, say }) => {
  let points = 0;
  for (const { ask: question, choices, right } of QUESTIONS) {
    const isRight = (await ask.choice(question, choices)) === right;
    if (isRight) points++;
    say(isRight ? '答对了！' : `不对，是${right}。`);
  }
  return `${QUESTIONS.length} 题答对 ${points} 题。`;
});
