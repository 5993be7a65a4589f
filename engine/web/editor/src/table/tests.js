// Test rows: one example per row, what goes in and what should come out, decided by the server.
import { node } from '../page';

const STATES = { passed: [ 'Lulus', 'done' ], failed: [ 'Gagal', 'late' ], unknown: [ 'Belum diuji', 'none' ] };

export class Tests {
  constructor(table, { changed, picked, numberOf }) {
    this.table = table;
    this.told = changed;
    this.picked = picked;
    this.numberOf = numberOf;
    this.tests = {};
    this.decisions = new Map();
    this.decision = '';
    this.version = 0;
    this.dirty = false;
  }

  load({ tests = {}, version = 0, detail = '' }) {
    this.tests = tests;
    this.version = version;
    this.say(detail);
  }

  saved(version) {
    this.version = version;
    this.dirty = false;
  }

  rows() {
    return this.tests;
  }

  show(decision) {
    if (decision !== this.decision) {
      this.decision = decision;
      this.draw();
    }
  }

  add() {
    const rows = this.tests[this.decision] ||= [];
    rows.push({ nama: `Uji ${rows.length + 1}`, tanggal: '', masukan: {}, hasil: {} });
    this.draw();
    this.table.querySelector('tbody tr:last-child input')?.focus();
    this.touch();
  }

  remove(index) {
    this.tests[this.decision].splice(index, 1);
    this.draw();
    document.getElementById('add').focus();
    this.touch();
  }

  touch() {
    this.dirty = true;
    this.told();
  }

  decided(decisions, trouble) {
    if (!decisions) {
      this.say(trouble);
      return;
    }
    const before = this.columns();
    this.decisions = new Map(decisions.map(decision => [ decision.id, decision ]));
    if (JSON.stringify(before) !== JSON.stringify(this.columns())) {
      this.draw();
    }
    this.results();
  }

  // Columns of the table as it is now, then those that rows still name.
  columns() {
    const decision = this.decisions.get(this.decision) || { inputs: [], outputs: [] };
    const rows = this.tests[this.decision] || [];
    const left = (part, known) => [ ...new Set(rows.flatMap(row => Object.keys(row[part] || {}))) ]
      .filter(name => !known.some(column => column.name === name)).map(name => ({ name, label: `${name} (tidak dipakai lagi)`, type: '' }));
    return {
      inputs: [ ...decision.inputs, ...left('masukan', decision.inputs) ],
      outputs: [ ...decision.outputs, ...left('hasil', decision.outputs) ]
    };
  }

  draw() {
    const { inputs, outputs } = this.columns();
    const rows = this.tests[this.decision] || [];
    const head = (text, attributes = {}) => node('th', { scope: 'col', ...attributes }, text);
    const named = columns => columns.map(column => head(column.name, { title: [ column.label, column.type ].filter(Boolean).join(' · ') }));
    const group = (text, span) => span ? [ node('th', { scope: 'colgroup', colspan: String(span) }, text) ] : [];
    const top = node('tr', {}, ...group('Uji', 3), ...group('Masukan', inputs.length), ...group('Hasil yang diharapkan', outputs.length), node('td'));
    const second = node('tr', {}, head('Nama'), head('Keadaan'), head('Tanggal'), ...named(inputs), ...named(outputs), head('Tindakan'));
    const caption = this.table.querySelector('caption');
    this.table.replaceChildren(caption, node('thead', {}, top, second), node('tbody', {}, ...rows.map((row, index) => this.row(row, index, inputs, outputs))));
    this.table.hidden = !rows.length;
    this.results();
  }

  row(row, index, inputs, outputs) {
    const line = node('tr', { 'data-index': String(index) });
    const cell = (holder, key, label, attributes = {}) => {
      const input = node('input', { class: 'govuk-input', 'aria-label': `${label}, uji ${index + 1}`, autocomplete: 'off', spellcheck: 'false', ...attributes });
      input.value = holder[key] || '';
      input.addEventListener('input', () => {
        holder[key] = input.value;
        this.touch();
      });
      return node('td', {}, input);
    };
    row.masukan ||= {};
    row.hasil ||= {};
    const remove = node('button', { type: 'button', class: 'tata-link-button tata-link-button--warning', 'aria-label': `Hapus uji ${index + 1}` }, 'Hapus');
    remove.addEventListener('click', () => this.remove(index));
    const expected = outputs.map(column => {
      const made = cell(row.hasil, column.name, `Hasil ${column.name}`);
      made.dataset.output = column.name;
      made.append(node('p', { class: 'tata-actual' }));
      return made;
    });
    line.append(
      cell(row, 'nama', 'Nama', { class: 'govuk-input tata-tests__name' }), node('td', { class: 'tata-tests__state' }),
      cell(row, 'tanggal', 'Tanggal', { placeholder: '2026-03-10', title: 'Hari berlakunya parameter hukum; kosong: hari ini' }),
      ...inputs.map(column => cell(row.masukan, column.name, column.name)), ...expected, node('td', {}, remove)
    );
    line.addEventListener('focusin', () => this.pick(index));
    line.addEventListener('mouseenter', () => this.pick(index));
    return line;
  }

  pick(index) {
    const result = this.decisions.get(this.decision)?.rows[index];
    this.picked(result?.rules || []);
    this.table.querySelectorAll('tbody tr').forEach(line => line.classList.toggle('tata-tests__picked', line.dataset.index === String(index)));
  }

  results() {
    const decision = this.decisions.get(this.decision);
    const results = decision?.rows || [];
    this.table.querySelectorAll('tbody tr').forEach((line, index) => this.result(line, results[index]));
    const rows = this.tests[this.decision] || [];
    const failed = results.filter(result => !result.passed).length;
    this.say(decision?.trouble || sentence(rows.length, failed));
  }

  result(line, result) {
    const [ word, kind ] = STATES[result ? result.passed ? 'passed' : 'failed' : 'unknown'];
    const state = line.querySelector('.tata-tests__state');
    state.replaceChildren(node('span', { class: `tata-due tata-due--${kind}` }, word));
    line.dataset.state = result ? result.passed ? 'passed' : 'failed' : 'unknown';
    const rules = (result?.rules || []).map(this.numberOf).filter(Boolean);
    if (rules.length) {
      state.append(node('p', { class: 'tata-actual' }, `Aturan ${rules.join(', ')}`));
    } else if (result && !result.trouble) {
      state.append(node('p', { class: 'tata-actual' }, 'Tidak ada aturan yang cocok'));
    }
    [ result?.trouble, ...(result?.warnings || []) ].filter(Boolean).forEach(told => state.append(node('p', { class: 'tata-actual tata-actual--wrong' }, told)));
    line.querySelectorAll('[data-output]').forEach(cell => actual(cell, result?.cells.find(one => one.name === cell.dataset.output)));
  }

  say(sentence) {
    document.getElementById('uji-hasil').textContent = sentence;
  }
}

function actual(cell, found) {
  const shown = cell.querySelector('.tata-actual');
  shown.textContent = found ? `${found.matched ? '' : '✗ '}keluar: ${found.shown}` : '';
  shown.classList.toggle('tata-actual--wrong', Boolean(found && !found.matched));
  cell.querySelector('input').setAttribute('aria-invalid', String(Boolean(found && !found.matched)));
}

function sentence(rows, failed) {
  if (!rows) {
    return 'Belum ada baris uji.';
  }
  return failed ? `${failed} dari ${rows} baris uji gagal.` : `${rows} baris uji lulus.`;
}
