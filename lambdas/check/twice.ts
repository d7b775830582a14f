/** Describe calls are eventually consistent: an empty answer is asked for once more after this long. */
const SECOND_LOOK_MS = 10_000;

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads, and once more a little later where the answer is empty. */
export const twice = async <Answer>(
  read: () => Promise<Answer>,
  isEmpty: (answer: Answer) => boolean,
): Promise<Answer> => {
  const answer = await read();
  if (!isEmpty(answer)) return answer;
  await wait(SECOND_LOOK_MS);
  return read();
};
