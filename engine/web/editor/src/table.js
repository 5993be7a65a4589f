// The decision-table page: change cells, see findings at them, keep as draft, try the table on test rows.
import DmnModeler from 'dmn-js/lib/Modeler';

import words, { TYPES } from './i18n/dmn';
import { translator } from './i18n/translator';
import { debounce, json, node, request } from './page';
import { list } from './findings';
import { Marks } from './table/marks';
import { Tests } from './table/tests';

const AFTER = 700;
const LOGICS = [ 'decisionTable', 'literalExpression' ];

const indonesian = translator(words);

class TableEditor {
  constructor(holder) {
    this.urls = holder.dataset;
    this.version = holder.dataset.version || '0';
    this.dirty = false;
    const more = { additionalModules: [ indonesian.module ] };
    this.dmn = new DmnModeler({
      container: '#sheet',
      common: { dataTypes: TYPES, expressionLanguages: { options: [ { value: 'feel', label: 'FEEL' } ], defaults: { editor: 'feel' } } },
      decisionTable: more, drd: more, literalExpression: more, boxedExpression: more
    });
    this.marks = new Marks(document.getElementById('sheet'));
    this.tests = new Tests(document.getElementById('uji-tabel'), {
      changed: () => this.changed(false), picked: rules => this.marks.rules(rules), numberOf: rule => this.numberOf(rule)
    });
    this.soon = debounce(() => this.look().catch(problem => this.say(problem.message)), AFTER);
  }

  async open() {
    const [ file, kept ] = await Promise.all([ request('GET', this.urls.fileUrl), request('GET', this.urls.testsUrl) ]);
    if (!file.ok) {
      throw new Error(`Berkas tidak dapat dibuka (${file.status}).`);
    }
    this.version = file.headers.get('X-Version') || this.version;
    this.tests.load(await json(kept));
    this.dmn.on('viewer.created', ({ viewer }) => viewer.on('commandStack.changed', () => this.changed(true)));
    this.dmn.on('views.changed', () => this.viewed());
    await this.dmn.importXML(await file.text());
    await this.show(this.dmn.getViews().find(view => LOGICS.includes(view.type)));
    await this.look();
  }

  async show(view) {
    if (view) {
      await this.dmn.open(view);
      this.viewed();
    }
  }

  // Several decisions in one file: one button each; a single one needs none.
  viewed() {
    const views = this.dmn.getViews().filter(view => LOGICS.includes(view.type));
    const active = this.dmn.getActiveView();
    const bar = document.getElementById('views');
    bar.hidden = views.length < 2;
    document.documentElement.dataset.decisions = views.length;
    bar.replaceChildren(...views.map(view => {
      const button = node('button', { type: 'button', class: 'tata-toggle', 'aria-pressed': String(view.id === active?.id) }, view.name || view.id);
      button.addEventListener('click', () => this.show(view));
      return button;
    }));
    this.tests.show(active && active.type !== 'drd' ? active.id : '');
  }

  changed(inTable) {
    this.dirty = this.dirty || inTable;
    this.say('Ada perubahan yang belum disimpan.');
    this.soon();
  }

  async xml() {
    return (await this.dmn.saveXML({ format: true })).xml;
  }

  async look() {
    const xml = await this.xml();
    await Promise.all([ this.lint(xml), this.run(xml) ]);
  }

  async lint(xml) {
    const response = await request('POST', this.urls.lintUrl, xml, { 'Content-Type': 'application/xml' });
    const answer = await json(response);
    this.findings(answer.findings || [], response.ok ? '' : answer.detail || `Pemeriksaan gagal (${response.status}).`);
  }

  findings(found, trouble) {
    this.marks.findings(found);
    list(document.getElementById('findings'), found, {
      nothing: 'Tidak ada temuan: tabel dapat diberlakukan.',
      place: finding => this.marks.place(finding.element),
      go: finding => this.marks.go(finding.element)
    });
    if (trouble) {
      this.say(trouble);
    }
  }

  async run(xml) {
    const body = JSON.stringify({ xml: xml || await this.xml(), tests: this.tests.rows() });
    const response = await request('POST', this.urls.testsUrl, body, { 'Content-Type': 'application/json' });
    const answer = await json(response);
    this.tests.decided(response.ok ? answer.decisions : null, answer.detail || `Uji gagal dijalankan (${response.status}).`);
  }

  async save() {
    this.say('Menyimpan …');
    const told = this.dirty && await this.put(this.urls.fileUrl, await this.xml(), 'application/xml', this.version, answer => {
      this.version = String(answer.version);
      this.dirty = false;
      this.findings(answer.findings || []);
    });
    const also = !told && this.tests.dirty && await this.put(
      this.urls.testsUrl, JSON.stringify({ tests: this.tests.rows() }), 'application/json', this.tests.version,
      answer => this.tests.saved(answer.version)
    );
    this.say(told || also || 'Draf tersimpan.');
  }

  // What went wrong in words, or nothing.
  async put(url, body, type, version, then) {
    const response = await request('PUT', url, body, { 'Content-Type': type, 'If-Match': String(version) });
    const answer = await json(response);
    if (!response.ok) {
      return answer.detail || `Draf tidak tersimpan (${response.status}).`;
    }
    then(answer);
    return '';
  }

  numberOf(rule) {
    const logic = this.dmn.getActiveView()?.element?.decisionLogic;
    return (logic?.rule || []).findIndex(one => one.id === rule) + 1;
  }

  say(sentence) {
    document.getElementById('status').textContent = sentence;
  }
}

async function start() {
  const editor = new TableEditor(document.getElementById('canvas'));
  const press = (id, act) => document.getElementById(id).addEventListener('click', () => act().catch(problem => editor.say(problem.message)));
  press('save', () => editor.save());
  press('lint', () => editor.look());
  press('run', () => editor.run());
  press('add', async () => editor.tests.add());
  window.addEventListener('beforeunload', event => (editor.dirty || editor.tests.dirty) && event.preventDefault());
  window.tata = { editor, missing: indonesian.missing };
  await editor.open().catch(problem => editor.say(`Tabel tidak dapat dibuka di sini: ${problem.message} Buka sebagai teks.`));
  document.documentElement.dataset.ready = 'yes';
}

start();
