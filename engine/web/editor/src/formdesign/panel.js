// The properties of the chosen field, in our words; what goes in is what the form language reads.
import { node } from '../page';
import { sentence } from '../findings';
import { FORM, KINDS, kindOf, unshown } from './kinds';
import { slug } from './model';

const AUTO = /^isian_\d+$/;

export class Panel {
  constructor(holder, { changed, moved, options }) {
    this.holder = holder;
    this.changed = changed;
    this.moved = moved;
    this.options = options;
  }

  show(model, path, findings) {
    this.model = model;
    this.path = path;
    this.component = path.length ? model.at(path) : model.form;
    const kind = path.length ? KINDS[kindOf(this.component)] : { label: 'Formulir', groups: FORM };
    const head = node('h2', { class: 'govuk-heading-s' }, kind ? kind.label : `Jenis tidak dikenal: ${this.component.type}`);
    this.trouble = node('ul', { class: 'tata-findings' });
    const groups = (kind?.groups || []).map(([ name, entries ], index) => this.group(name, entries, index));
    const extra = path.length ? [ this.where(), this.rest() ].filter(Boolean) : [];
    this.holder.replaceChildren(head, this.trouble, ...groups, ...extra);
    this.tell(findings);
  }

  tell(findings) {
    this.trouble.replaceChildren(...findings.map(finding => node('li', { 'data-severity': finding.severity }, sentence(finding))));
  }

  group(name, entries, index) {
    const used = entries.some(entry => this.value(entry) !== undefined);
    const summary = node('summary', {}, name);
    return node('details', { class: 'tata-props', ...(index === 0 || name !== 'Tampilan' || used ? { open: '' } : {}) }, summary, ...entries.map(entry => this.entry(entry)));
  }

  value(entry) {
    return this.model.get(this.component, entry.at);
  }

  entry(entry) {
    const id = `sifat-${entry.at.replace('.', '-')}`;
    const made = { text: Text, area: Text, whole: Text, flag: Flag, pick: Pick, choices: Choices }[entry.kind];
    const hint = entry.hint ? [ node('div', { class: 'govuk-hint', id: `${id}-hint` }, entry.hint) ] : [];
    const control = made(this, entry, id);
    if (entry.hint) {
      control.querySelector?.('input')?.setAttribute('aria-describedby', `${id}-hint`);
      control.setAttribute('aria-describedby', `${id}-hint`);
    }
    if (entry.kind === 'flag') {
      return node('div', { class: 'tata-props__entry' }, control, ...hint);
    }
    const label = entry.kind === 'choices' ? [] : [ node('label', { class: 'govuk-label', for: id }, entry.label) ];
    return node('div', { class: 'tata-props__entry' }, ...label, ...hint, control);
  }

  write(entry, value) {
    this.model.step(`${this.path.join()}/${entry.at}`);
    this.model.set(this.component, entry.at, value);
    if (entry.name && kindOf(this.component) === 'dynamiclist') {
      this.model.set(this.component, 'path', value);
    }
    this.changed();
  }

  // A field still without a name of its own takes it from its question.
  named(entry) {
    if (entry.at === 'label' && AUTO.test(this.component.key || '') && this.component.label) {
      this.component.key = undefined;
      const key = this.model.free(slug(this.component.label));
      this.component.key = key;
      if (kindOf(this.component) === 'dynamiclist') {
        this.component.path = key;
      }
      const input = document.getElementById('sifat-key');
      input.value = key;
      this.changed();
    }
  }

  where() {
    const holders = [ [ '', 'Formulir' ] ];
    this.model.walk((component, path) => {
      const inside = path.join() === this.path.join() || path.join().startsWith(`${this.path.join()},`);
      if (KINDS[kindOf(component)]?.holds && !inside && this.model.accepts(path, kindOf(this.component))) {
        holders.push([ path.join(), `${KINDS[kindOf(component)].label}: ${component.label || component.key || ''}` ]);
      }
    });
    if (holders.length < 2) {
      return null;
    }
    const select = node('select', { class: 'govuk-select', id: 'sifat-tempat' }, ...holders.map(([ value, label ]) => node('option', { value }, label)));
    select.value = this.path.slice(0, -1).join();
    select.addEventListener('change', () => this.moved(select.value ? select.value.split(',').map(Number) : []));
    return node('div', { class: 'tata-props__entry' }, node('label', { class: 'govuk-label', for: 'sifat-tempat' }, 'Tempat'), select);
  }

  rest() {
    const names = unshown(this.component);
    return names.length ? node('p', { class: 'tata-muted tata-small' }, `Sifat lain dalam berkas, tetap disimpan: ${names.join(', ')}`) : null;
  }
}

function Text(panel, entry, id) {
  const shape = entry.kind === 'area' ? [ 'textarea', { class: 'govuk-textarea', rows: '2' } ] : [ 'input', { class: 'govuk-input', type: 'text' } ];
  const control = node(shape[0], { ...shape[1], id, autocomplete: 'off', spellcheck: entry.code ? 'false' : 'true' });
  control.classList.toggle('tata-props__code', Boolean(entry.code));
  if (entry.kind === 'whole' || entry.digits) {
    control.setAttribute('inputmode', 'numeric');
  }
  const value = panel.value(entry);
  control.value = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  control.disabled = typeof value === 'object' && value !== null;
  control.addEventListener('input', () => panel.write(entry, read(panel, entry, control.value)));
  control.addEventListener('change', () => panel.named(entry));
  return control;
}

// The text as the form language takes it: a whole number, a number or a text; nothing where nothing is typed.
function read(panel, entry, typed) {
  const value = typed.trim();
  if (!value) {
    return undefined;
  }
  if (entry.kind === 'whole') {
    return /^\d{1,6}$/.test(value) ? Number(value) : value;
  }
  const numeric = [ 'number', 'rupiah' ].includes(kindOf(panel.component));
  return entry.amount && numeric && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : entry.kind === 'area' ? typed : value;
}

function Flag(panel, entry, id) {
  const input = node('input', { class: 'govuk-checkboxes__input', type: 'checkbox', id });
  const value = panel.value(entry);
  input.checked = entry.otherwise ? value !== false : entry.word ? value === 'true' : value === true;
  input.addEventListener('change', () => panel.write(entry, flagged(entry, input.checked)));
  return node('div', { class: 'govuk-checkboxes govuk-checkboxes--small' },
    node('div', { class: 'govuk-checkboxes__item' }, input, node('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, entry.label)));
}

function flagged(entry, checked) {
  if (entry.otherwise) {
    return checked ? undefined : false;
  }
  return checked ? entry.word ? 'true' : true : undefined;
}

function Pick(panel, entry, id) {
  const given = entry.choices || [ [ '', '(belum dipilih)' ], ...(panel.options[entry.from] || []).map(one => [ one.id, one.label === one.id ? one.id : `${one.label} (${one.id})` ]) ];
  const value = panel.value(entry) || '';
  const known = given.some(([ one ]) => one === value) ? given : [ ...given, [ value, `${value} (tidak dikenal)` ] ];
  const select = node('select', { class: 'govuk-select', id }, ...known.map(([ one, label ]) => node('option', { value: one }, label)));
  select.value = value;
  select.addEventListener('change', () => panel.write(entry, select.value || undefined));
  return select;
}

function Choices(panel, entry) {
  const body = node('tbody', {});
  const draw = () => body.replaceChildren(...(panel.value(entry) || []).map((choice, index) => row(choice, index)));
  const change = values => {
    panel.write(entry, values.length ? values : undefined);
    draw();
  };
  const cell = (choice, name, label, index) => {
    const input = node('input', { class: 'govuk-input', 'aria-label': `${label} ${index + 1}`, autocomplete: 'off' });
    input.value = choice[name] ?? '';
    input.addEventListener('input', () => {
      panel.model.step(`${panel.path.join()}/${entry.at}/${index}/${name}`);
      choice[name] = input.value;
      if (!input.value && name === 'label_en') {
        delete choice[name];
      }
      panel.changed();
    });
    return node('td', {}, input);
  };
  const row = (choice, index) => {
    const remove = node('button', { type: 'button', class: 'tata-link-button', 'aria-label': `Hapus pilihan ${index + 1}` }, 'Hapus');
    remove.addEventListener('click', () => change(panel.value(entry).filter((_, at) => at !== index)));
    return node('tr', {}, cell(choice, 'value', 'Nilai', index), cell(choice, 'label', 'Tulisan', index), cell(choice, 'label_en', 'Tulisan Inggris', index), node('td', {}, remove));
  };
  const add = node('button', { type: 'button', class: 'tata-link-button' }, 'Tambah pilihan');
  add.addEventListener('click', () => {
    change([ ...(panel.value(entry) || []), { value: '', label: '' } ]);
    body.querySelector('tr:last-child input').focus();
  });
  draw();
  const head = node('thead', {}, node('tr', {}, ...[ 'Nilai', 'Tulisan', 'Inggris', '' ].map(word => word ? node('th', { scope: 'col' }, word) : node('td'))));
  return node('div', {}, node('table', { class: 'tata-choices' }, node('caption', { class: 'govuk-label' }, entry.label), head, body), add);
}
