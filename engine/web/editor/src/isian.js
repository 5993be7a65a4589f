// A form that answers at once: shows, hides, computes and speaks as the server will. The rules are data in the page
// (#isian-aturan, made by forms/instant.py); whatever they cannot tell waits for the server, which decides in any case.
const form = document.getElementById('isian');
const MONTHS = 'januari februari maret april mei juni juli agustus september oktober november desember'.split(' ');
const ROUNDS = 8;
const touched = new Set();
let feel = null;
let pressed = false;
let read = ''; // the text of the rules in use
let rules = null;

if (form && document.getElementById('isian-aturan')) {
  begin();
}

async function begin() {
  feel = await import(document.querySelector('script[data-feel]').dataset.feel);
  form.addEventListener('input', show);
  // A message that appears between press and release would move the button from under the finger.
  document.addEventListener('pointerdown', () => { pressed = true; }, true);
  for (const name of ['pointerup', 'pointercancel']) {
    document.addEventListener(name, () => setTimeout(() => { pressed = false; show(); }, 60), true);
  }
  form.addEventListener('change', event => {
    touched.add(keyOf(event.target));
    if (!pressed) show();
  });
  // The server's answer replaces the fields: what was said stays said.
  new MutationObserver(show).observe(form, { childList: true });
  form.dataset.langsung = 'ya';
}

function keyOf(input) {
  return (input.name || '').replace(/^_\w+:/, '').split('.')[0];
}

function load() {
  const held = document.getElementById('isian-aturan');
  const text = held ? held.textContent : '';
  if (text === read) return rules;
  read = text;
  rules = text ? JSON.parse(text) : null;
  if (rules) rules.fields.forEach(ready);
  return rules;
}

// Trees become functions once.
function ready(field) {
  for (const name of ['hide', 'calc', 'check']) {
    if (field[name]) field[name] = feel.prepare(field[name]);
  }
  for (const name of ['value', 'given']) {
    if (name in field) field[name] = feel.prepare({ feel: 1, ast: field[name] })(new Map());
  }
  (field.columns || []).forEach(ready);
}

// reading answers, as forms/parsing.py does

function inputs(name) {
  return form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
}

function first(name) {
  const found = Array.from(inputs(name)).filter(one => (one.type !== 'radio' && one.type !== 'checkbox') || one.checked);
  return found.length ? found[found.length - 1].value : '';
}

const bounded = (value, digits) => {
  const [, part = ''] = value ? feel.plain(value).split('.') : [];
  return !value || part.length > digits || feel.plain(value).replace(/^-|\..*/g, '').length > 15 ? null : value;
};

function amount(text, digits = 99) {
  const compact = text.replace(/[\u00a0 ]/g, '');
  if (compact.length > 40 || !/^-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?$/.test(compact)) return null;
  if ((compact.split(',')[1] || '').length > digits) return null;
  return bounded(feel.number(compact.replace(/\./g, '').replace(',', '.')), 99);
}

function rupiah(text) {
  const found = /^(-?)\s*(?:Rp\.?\s*)?(-?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}|-))?$/i.exec(text);
  if (!found || text.length > 40 || (found[1] && found[2]) || /(^|[^0-9.])0\./.test(text)) return null;
  const sen = found[4] && found[4] !== '-' ? '.' + found[4] : '';
  return bounded(feel.number(found[1] + found[2] + found[3].replace(/\./g, '') + sen), 99);
}

function date(name) {
  const [day, month, year] = ['tanggal', 'bulan', 'tahun'].map(part => first(`${name}.${part}`).trim());
  const named = month.length > 2 ? MONTHS.findIndex(one => one.startsWith(month.toLowerCase())) : -1;
  const numbers = [day, named < 0 ? month : String(named + 1), year];
  if (!numbers.every(one => /^[0-9]{1,4}$/.test(one)) || year.length !== 4 || Number(year) < 1) return null;
  return feel.day(Number(numbers[2]), Number(numbers[1]), Number(numbers[0]));
}

const readers = {
  t: name => first(name).replace(/\n/g, ' ').replace(/\r/g, '').trim() || null,
  a: name => first(name).replace(/\r\n?/g, '\n').trim() || null,
  s: name => first(name) || null,
  n: (name, field) => amount(first(name).trim(), field.digits),
  r: name => rupiah(first(name).replace(/\u00a0/g, ' ').trim()),
  d: date,
  b: name => !['', 'tidak'].includes(first(name)),
  m: name => [...new Set(Array.from(inputs(name)).filter(one => one.checked && one.value).map(one => one.value))],
  f: name => [...new Set(Array.from(inputs(name)).map(one => one.value).filter(Boolean))],
  // What a reference points at only the server knows; unchanged, it is what the server said.
  x: (name, field) => (first(name + '.pilih') || first(name)) === field.was ? field.value : undefined
};

function isEmpty(name) {
  return Array.from(inputs(name)).concat(...['.tanggal', '.bulan', '.tahun'].map(part => Array.from(inputs(name + part))))
    .every(one => one.type === 'checkbox' || one.type === 'radio' ? !one.checked : !one.value.trim());
}

// working the form out, as forms/sheet.py does

function tried(run, vars) {
  try {
    return run(vars);
  } catch (problem) {
    return undefined; // unknown, or too dear: the server says
  }
}

function rowsOf(table, around) {
  const count = Number(first(table.k + '.#')) || 0;
  const kept = [];
  for (let number = 0; number < count; number++) {
    const row = new Map(table.given ? table.given[number] || [] : []);
    const cells = new Map([...around, ...table.columns.map(one => [one.k, null]), ...row]);
    for (const column of table.columns) {
      const name = `${table.k}.${number}.${column.k}`;
      if (column.hide && tried(column.hide, cells) === true) {
        row.delete(column.k);
      } else if (column.calc) {
        row.set(column.k, tried(column.calc, cells));
      } else if (readers[column.t]) {
        row.set(column.k, readers[column.t](name, column));
      } else if (column.t === '?') {
        row.set(column.k, undefined);
      }
      cells.set(column.k, row.has(column.k) ? row.get(column.k) : null);
    }
    if (table.given || table.columns.some(one => !one.calc && !isEmpty(`${table.k}.${number}.${one.k}`))) kept.push([row, number]);
  }
  return kept;
}

// A list with a cell nobody but the server knows is not known either.
function listed(rows) {
  const known = rows.every(([row]) => [...row.values()].every(value => value !== undefined));
  return known ? rows.map(([row]) => row) : undefined;
}

function workOut() {
  const state = { hidden: new Set(), values: new Map(), rows: new Map() };
  const asked = rules.fields.filter(one => one.t !== '-' && one.t !== 'g');
  for (let round = 0; round < ROUNDS; round++) {
    const blank = asked.map(one => [one.k, null]);
    const before = new Map([...blank, ...state.values]);
    const hidden = new Set();
    const values = new Map();
    for (const field of rules.fields) {
      if (hidden.has(field.g) || (field.hide ? tried(field.hide, before) === true : field.hidden)) {
        hidden.add(field.k);
      } else if (field.columns) {
        state.rows.set(field.k, rowsOf(field, before));
        values.set(field.k, listed(state.rows.get(field.k)));
      } else if (field.t === 'c') {
        values.set(field.k, field.calc ? tried(field.calc, new Map([...before, ...values])) : undefined);
      } else if (readers[field.t]) {
        values.set(field.k, readers[field.t](field.k, field));
      }
    }
    const settled = same(state, { hidden, values });
    Object.assign(state, { hidden, values });
    if (settled) break;
  }
  return Object.assign(state, { around: new Map([...asked.map(one => [one.k, null]), ...state.values]) });
}

function same(one, other) {
  const shown = state => JSON.stringify([[...state.hidden], [...state.values].map(([name, value]) => [name, value === undefined ? 0 : feel.text(value, 1)])]);
  return shown(one) === shown(other);
}

// showing

const dots = text => text.replace(/\B(?=(\d{3})+$)/g, '.');

function spelled(value, how) {
  if (value === null) return '';
  if (Array.isArray(value)) return value.filter(one => one !== null).map(one => spelled(one, how)).join(', ');
  if (typeof value === 'boolean') return value ? 'Ya' : 'Tidak';
  if (value instanceof feel.Num && how !== 'year') {
    const places = how === 'rupiah' ? 2 : 6;
    const rounded = feel.functions.decimal[0][1](value, feel.number(String(places)));
    const [whole, part = ''] = feel.plain(rounded || value).replace('-', '').split('.');
    const sign = feel.plain(rounded || value)[0] === '-' ? '-' : '';
    return sign + (how === 'rupiah' ? 'Rp' : '') + dots(whole) + (part ? ',' + (how === 'rupiah' ? part.padEnd(2, '0') : part) : '');
  }
  if (value instanceof feel.Day) {
    const [year, month, day] = feel.text(value).split('-');
    return `${Number(day)} ${MONTHS[month - 1][0].toUpperCase()}${MONTHS[month - 1].slice(1)} ${year}`;
  }
  return value instanceof Map && value.get('label') ? value.get('label') : feel.text(value);
}

function write(place, text) {
  if (!place || place.textContent.trim() === text) return;
  if (text || place.tagName === 'OUTPUT') {
    place.textContent = text;
    return;
  }
  const muted = document.createElement('span');
  muted.className = 'tata-muted';
  muted.textContent = rules.empty;
  if (place.textContent.trim() !== rules.empty) place.replaceChildren(muted);
}

function show() {
  if (!load()) return;
  const state = workOut();
  for (const field of rules.fields) {
    const holder = form.querySelector(`[data-medan="${CSS.escape(field.k)}"]`);
    if (holder && field.hide) holder.hidden = tried(field.hide, state.around) === true;
    if (field.columns) table(field, state);
    if (field.calc && state.values.get(field.k) !== undefined) {
      write(document.getElementById('isian-' + field.k), spelled(state.values.get(field.k), field.how));
    }
    if (holder && touched.size) judge(field, holder, state);
  }
}

function table(field, state) {
  const rows = state.rows.get(field.k) || [];
  for (const [row, number] of rows) {
    for (const column of field.columns) {
      if (column.calc && row.get(column.k) !== undefined) {
        write(document.getElementById(`isian-${field.k}-${number}-${column.k}`), spelled(row.get(column.k) ?? null, column.how));
      }
    }
  }
  for (const name of field.totals) {
    const place = form.querySelector(`[data-jumlah="${CSS.escape(`${field.k}.${name}`)}"]`);
    const cells = rows.map(([row]) => row.get(name));
    if (!place || cells.includes(undefined)) continue;
    const amounts = cells.filter(one => one instanceof feel.Num);
    const total = amounts.length ? feel.functions.sum[0][1](amounts) : feel.number('0');
    write(place, spelled(total, field.columns.find(one => one.k === name).how));
  }
}

// A message stands only where somebody has been, and goes as soon as it is no longer true.
function judge(field, holder, state) {
  const value = state.values.get(field.k);
  let told = '';
  if (!state.hidden.has(field.k) && value !== undefined) {
    if (field.need && touched.has(field.k) && isEmpty(field.k)) {
      told = field.need;
    } else if (field.check && (value !== null || field.t === 'c') && (touched.has(field.k) || field.t === 'c' || field.columns)) {
      const answer = tried(field.check, state.around);
      told = answer === true || answer === undefined ? '' : field.say;
    }
  }
  const group = holder.firstElementChild;
  const own = group.querySelector(':scope [data-langsung]');
  if (own && own.dataset.langsung !== told) {
    own.remove();
    group.classList.remove('govuk-form-group--error');
    mark(group, '');
  }
  if (!told || (own && own.dataset.langsung === told) || group.querySelector('.govuk-error-message:not([data-langsung])')) return;
  const line = document.createElement('p');
  line.className = 'govuk-error-message';
  line.id = `langsung-${field.k}`;
  line.dataset.langsung = told;
  line.setAttribute('role', 'status');
  const word = document.createElement('span');
  word.className = 'govuk-visually-hidden';
  word.textContent = rules.error + ' ';
  line.append(word, told);
  const caption = field.columns && group.querySelector('caption');
  const before = group.querySelector('.govuk-hint') || group.querySelector('label, legend, .govuk-label');
  if (caption) caption.append(line);
  else if (before) before.after(line);
  else group.prepend(line);
  group.classList.add('govuk-form-group--error');
  mark(group, line.id);
}

function mark(group, id) {
  const control = group.querySelector('input:not([type="hidden"]), select, textarea');
  if (!control || group.querySelector('table')) return;
  const others = (control.getAttribute('aria-describedby') || '').split(' ').filter(one => one && !one.startsWith('langsung-'));
  const all = id ? [...others, id] : others;
  if (all.length) control.setAttribute('aria-describedby', all.join(' '));
  else control.removeAttribute('aria-describedby');
  if (id) control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}
