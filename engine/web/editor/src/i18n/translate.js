// The library's words in Indonesian; a key we do not know is shown as it is and counted, so that a test can name it.
import words from './id';

// The library writes one word now as “User task”, now as “User Task”.
const index = new Map(Object.entries(words).map(([ key, text ]) => [ key.toLowerCase(), text ]));

export const missing = new Set();

export function translate(template, replacements = {}) {
  const known = index.get(template.toLowerCase());
  if (known === undefined && template) {
    missing.add(template);
  }
  const text = known ?? template;
  return text.replace(/{([^}]+)}/g, (_, key) => key in replacements ? replacements[key] : `{${key}}`);
}

export default { translate: [ 'value', translate ] };
