/** The client has time-outs of its own. */
export const within = <T>(_ms: number, answer: Promise<T>): Promise<T> => answer;
