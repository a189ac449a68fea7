// a comment
export const answer = 42;
