// The texts of the scripts, in the language of the page, which brings them along.

const WORDS = JSON.parse(document.body.dataset.words);

/** The text of that name, with the values in the places of {0}, {1}. */
export function say(name, ...values) {
  return WORDS[name].replace(/\{(\d)\}/g, (_, place) => values[place]);
}

/** The text for one or for many. */
export function count(name, number) {
  return number === 1 ? say(`${name}.one`) : say(`${name}.many`, number);
}

/** The first of the names for which there is a text. */
export function sayFirst(...names) {
  return say(names.find((name) => name in WORDS));
}
