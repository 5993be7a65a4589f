// A library's words in another language; a key we do not know is shown as it is and counted, so that a test can name it.
export function translator(words) {
  // Libraries write one word now as “User task”, now as “User Task”.
  const index = new Map(Object.entries(words).map(([ key, text ]) => [ key.toLowerCase(), text ]));
  const missing = new Set();

  function translate(template, replacements = {}) {
    const known = index.get(template.toLowerCase());
    if (known === undefined && template) {
      missing.add(template);
    }
    const text = known ?? template;
    return text.replace(/{ ?([^} ]+) ?}/g, (_, key) => key in replacements ? replacements[key] : `{${key}}`);
  }

  return { missing, translate, module: { translate: [ 'value', translate ] } };
}
