// A sentence for people per problem type. The types are stable, see the API document.

const SENTENCES = {
  'urn:ssms:no-license': 'You have no license for this message, so it stays closed.',
  'urn:ssms:not-yet': 'This message may not be played yet.',
  'urn:ssms:expired': 'The time to listen to this message is over.',
  'urn:ssms:plays-exhausted': 'This message has been played as often as its sender allows.',
  'urn:ssms:revoked': 'The sender has withdrawn this message. There is no further license for it.',
  'urn:ssms:rights-exceeded': 'The license does not allow that.',
  'urn:ssms:drm-too-weak': 'The sender asks for stronger protection than a browser like this one offers.',
  'urn:ssms:not-found': 'This message is no longer in your mailbox.',
  'urn:ssms:not-authenticated': 'You have been logged out. Reload the page to log in again.',
  'urn:ssms:too-many-attempts': 'Too many attempts. Please wait a moment, then try again.',
  'urn:ssms:malformed': 'The license server did not understand this browser’s request.',
  decrypt: 'The message could not be decrypted. The file may be damaged, or it does not belong to its license.',
  altered: 'This message was altered after it was recorded. It is not played.',
  network: 'The server cannot be reached. Please try again in a moment.',
};

/** What to do when there were too many attempts, with the seconds that the server names. */
export function waitSentence(seconds) {
  return `Too many attempts. Please wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}, then try again.`;
}

export function sentence(type) {
  return SENTENCES[type] ?? 'The server could not answer. Please try again in a moment.';
}
