// Answers of one engine, kept beyond a request. Each is kept under everything that the question holds, and the policies of
// an engine never change, so that a kept answer is the one that Cedar would give: nothing but time is saved.
import type { Answer, Decide, ExistenceQuestion, ReadingQuestion } from './decide.ts';
import { profileKey } from './profile.ts';

/** A hundred callers on a page of many profiles. The bound is for case references, which callers write as they like. */
const KEPT = 50_000;

/** @param decide asked once for each question; what it throws is not kept. */
export function remembering(decide: Decide, kept = KEPT): Decide {
  const answers = new Map<string, Answer>();
  return (question) => {
    const key = keyOf(question);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = decide(question);
    if (answers.size >= kept) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}

function keyOf(question: ExistenceQuestion | ReadingQuestion): string {
  const profile = profileKey(question.profile, question.relation);
  if (!('caller' in question)) return profile;
  const { releaseClass, caller, today } = question;
  const { agency, scopes, purpose, caseReference } = caller;
  return JSON.stringify([profile, releaseClass, today, agency, scopes, purpose ?? null, caseReference ?? null]);
}
