// The form editor: a list of fields, the properties of one, and our own page of the whole.
import { list } from './findings';
import { KINDS } from './formdesign/kinds';
import { List } from './formdesign/list';
import { Model } from './formdesign/model';
import { Panel } from './formdesign/panel';
import { Preview } from './formdesign/preview';
import { debounce, json, node, request } from './page';

const AFTER = 450;

class FormEditor {
  constructor(holder, options, blocks) {
    this.urls = holder.dataset;
    this.version = holder.dataset.version || '0';
    this.path = [];
    this.found = [];
    this.dirty = false;
    this.list = new List(document.getElementById('fields'), {
      choose: path => this.choose(path), act: name => this.act(name), dropped: (from, to) => this.drop(from, to)
    });
    this.panel = new Panel(document.getElementById('panel'), {
      changed: () => this.changed(), moved: to => this.go(this.model.moveTo(this.path, to)), options
    });
    this.preview = new Preview(this.urls, { answered: () => {} });
    this.soon = debounce(() => this.look().catch(problem => this.say(problem.message)), AFTER);
    this.palette(blocks);
  }

  async open() {
    const response = await request('GET', this.urls.fileUrl);
    if (!response.ok) {
      throw new Error(`Berkas tidak dapat dibuka (${response.status}).`);
    }
    this.version = response.headers.get('X-Version') || this.version;
    this.model = new Model(JSON.parse(await response.text()));
    this.draw();
    await this.look();
  }

  palette(blocks) {
    const names = [ ...new Set(Object.values(KINDS).map(kind => kind.group)) ];
    const made = names.map(name => node('div', { role: 'group', 'aria-label': name }, node('p', { class: 'tata-palette__name' }, name),
      ...Object.entries(KINDS).filter(([ , kind ]) => kind.group === name).map(([ type, kind ]) => this.adder(type, kind.label))));
    const select = node('select', { class: 'govuk-select', id: 'blok', 'aria-label': 'Blok bersama' }, ...blocks.map(one => node('option', { value: one.id }, one.title)));
    const insert = node('button', { type: 'button', class: 'tata-palette__add', id: 'sisip' }, 'Sisipkan');
    insert.addEventListener('click', () => this.block(blocks.find(one => one.id === select.value)));
    const shared = node('div', { role: 'group', 'aria-label': 'Blok bersama' }, node('p', { class: 'tata-palette__name' }, 'Blok bersama'), select, insert);
    document.getElementById('palette').replaceChildren(...made, ...(blocks.length ? [ shared ] : []));
  }

  adder(type, label) {
    const button = node('button', { type: 'button', class: 'tata-palette__add', 'data-type': type }, label);
    button.addEventListener('click', () => {
      const path = this.model.insert(this.model.place(this.path, type), this.model.make(type));
      this.go(path);
      document.getElementById('sifat-label')?.select();
      document.getElementById('sifat-label')?.focus();
    });
    return button;
  }

  // Copied, not linked: what a released form asks must not change because a shared one does.
  block(block) {
    let path = this.path;
    structuredClone(block.form.components).forEach(component => {
      this.model.rename(component);
      path = this.model.insert(this.model.place(path.length > 1 ? [ path[0] ] : path, 'group'), component);
    });
    this.go(path);
  }

  choose(path) {
    this.path = path;
    this.draw();
    this.list.focus();
  }

  act(name) {
    const acts = {
      up: () => this.model.move(this.path, -1), down: () => this.model.move(this.path, 1),
      copy: () => this.model.copy(this.path), remove: () => this.model.remove(this.path)
    };
    this.go(acts[name]());
    this.list.focus();
  }

  drop(from, to) {
    const target = this.model.at(to);
    const inside = KINDS[target.type]?.holds && from.join() !== to.join();
    this.go(inside ? this.model.moveTo(from, to) : this.model.moveTo(from, to.slice(0, -1), to[to.length - 1]));
  }

  go(path) {
    this.path = path;
    this.draw();
    this.changed();
  }

  draw() {
    this.list.show(this.model, this.path, this.counts());
    this.panel.show(this.model, this.path, this.mine());
    const chosen = this.path.length ? this.model.at(this.path) : null;
    document.getElementById('place').textContent = chosen && KINDS[chosen.type]?.holds
      ? `Masuk ke dalam: ${chosen.label || chosen.key || ''}` : chosen ? 'Sesudah isian yang dipilih' : 'Di akhir formulir';
    document.getElementById('undo').disabled = !this.model.past.length;
  }

  changed() {
    this.dirty = true;
    this.say('Ada perubahan yang belum disimpan.');
    this.list.show(this.model, this.path, this.counts());
    document.getElementById('undo').disabled = !this.model.past.length;
    this.soon();
  }

  async look() {
    const text = this.model.text();
    await Promise.all([ this.lint(text), this.preview.show(text) ]);
  }

  async lint(text) {
    const response = await request('POST', this.urls.lintUrl, text, { 'Content-Type': 'application/json' });
    const answer = await json(response);
    this.findings(answer.findings || []);
    if (!response.ok) {
      this.say(answer.detail || `Pemeriksaan gagal (${response.status}).`);
    }
  }

  findings(found) {
    this.found = found;
    list(document.getElementById('findings'), found, {
      nothing: 'Tidak ada temuan: formulir dapat diberlakukan.',
      place: finding => this.model.pathOf(finding.element) && (this.model.at(this.model.pathOf(finding.element)).label || finding.element),
      go: finding => this.choose(this.model.pathOf(finding.element))
    });
    const focused = document.activeElement?.dataset?.path;
    this.list.show(this.model, this.path, this.counts());
    this.panel.tell(this.mine());
    if (focused !== undefined) {
      document.querySelector(`#fields [data-path="${focused}"]`)?.focus();
    }
  }

  counts() {
    const counts = new Map();
    this.found.forEach(finding => {
      const path = (this.model.pathOf(finding.element) || []).join();
      counts.set(path, (counts.get(path) || 0) + 1);
    });
    return counts;
  }

  mine() {
    return this.found.filter(finding => (this.model.pathOf(finding.element) || []).join() === this.path.join());
  }

  async save() {
    this.say('Menyimpan …');
    const response = await request('PUT', this.urls.fileUrl, this.model.text(), { 'Content-Type': 'application/json', 'If-Match': this.version });
    const answer = await json(response);
    if (!response.ok) {
      this.say(answer.detail || `Draf tidak tersimpan (${response.status}).`);
      return;
    }
    this.version = String(answer.version);
    this.dirty = false;
    this.findings(answer.findings || []);
    this.say('Draf tersimpan.');
  }

  async undo() {
    if (this.model.undo()) {
      this.go(this.model.at(this.path) ? this.path : []);
    }
  }

  say(sentence) {
    document.getElementById('status').textContent = sentence;
  }
}

async function start() {
  const holder = document.getElementById('canvas');
  const [ options, blocks ] = await Promise.all([ request('GET', holder.dataset.optionsUrl), request('GET', holder.dataset.blocksUrl) ]);
  const editor = new FormEditor(holder, options.ok ? await options.json() : {}, blocks.ok ? await blocks.json() : []);
  const press = (id, act) => document.getElementById(id).addEventListener('click', () => act().catch(problem => editor.say(problem.message)));
  press('save', () => editor.save());
  press('undo', () => editor.undo());
  window.addEventListener('beforeunload', event => editor.dirty && event.preventDefault());
  window.tata = { editor };
  await editor.open().catch(problem => editor.say(`Formulir tidak dapat dibuka di sini: ${problem.message} Buka sebagai teks.`));
  document.documentElement.dataset.ready = 'yes';
}

start();
