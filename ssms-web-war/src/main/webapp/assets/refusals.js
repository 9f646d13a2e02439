// A sentence for people per problem type. The types are stable, see the API document.
import { count, sayFirst } from './words.js';

/** What to do when there were too many attempts, with the seconds that the server names. */
export function waitSentence(seconds) {
  return count('wait', seconds);
}

/** @param {Problem} refusal  @param deed what was refused, where there are words for its refusals ("share") */
export function sentence(refusal, deed) {
  if (refusal.status === 429 && refusal.wait > 0) return waitSentence(refusal.wait);
  const type = (refusal.type ?? 'unknown').replace('urn:ssms:', '');
  const ofDeed = deed ? [`${deed}.${type}.${refusal.member}`, `${deed}.${type}`] : [];
  return sayFirst(...ofDeed, `refused.${type}`, 'refused.unknown');
}
