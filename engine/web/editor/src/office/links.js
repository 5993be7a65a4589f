// From a task to what it uses: its form, its table, or a new one of either.
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';

import { extension } from './extension';

const KINDS = {
  form: { read: element => extension(element, 'zeebe:FormDefinition')?.get('formId'), from: 'form_files', edit: 'Sunting formulir', fresh: 'formulir-baru', made: 'Buat formulir baru', shared: 'Formulir bersama dari pustaka' },
  table: { read: element => extension(element, 'zeebe:CalledDecision')?.get('decisionId'), from: 'tables', edit: 'Sunting tabel', fresh: 'tabel-baru', made: 'Buat tabel baru', shared: 'Tabel ini tidak ada dalam paket' }
};

export function link(which, element, options) {
  const kind = KINDS[which];
  const name = kind.read(element);
  const file = (options[kind.from] || []).find(one => one.id === name);
  return { id: `tata-link-${which}`, component: Link, kind, name, href: file && `${options.base}/ubah/${file.label}`, base: options.base };
}

function Link({ kind, name, href, base }) {
  if (href) {
    return row(jsx('a', { class: 'govuk-link', href, children: kind.edit }));
  }
  return row(name ? jsx('span', { class: 'tata-law__source', children: kind.shared }) : jsx('a', { class: 'govuk-link', href: `${base}/${kind.fresh}`, children: kind.made }));
}

function row(child) {
  return jsx('div', { class: 'bio-properties-panel-entry', children: child });
}
