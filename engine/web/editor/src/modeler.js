// The modeler page: draw, keep as draft, see the server's findings, release.
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import { ZeebeBehaviorsModule } from './zeebe';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

import { Findings } from './findings';
import translation, { missing } from './i18n/translate';
import office from './office/provider';
import kept, { faithful } from './kept';
import { debounce, json, request } from './page';
import { askNote, release } from './release';
import { steps } from './steps';

const LINT_AFTER = 800;
const PALETTE = 140;
const MARGIN = 40;
const READABLE = 0.6;

class Editor {
  constructor(canvas, options) {
    this.urls = canvas.dataset;
    this.version = canvas.dataset.version || '0';
    this.status = document.getElementById('status');
    this.dirty = false;
    this.modeler = new Modeler({
      container: canvas,
      propertiesPanel: { parent: '#properties' },
      moddleExtensions: { zeebe },
      additionalModules: [
        BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviorsModule,
        translation, office(options), kept
      ]
    });
    this.findings = new Findings(this.modeler, document.getElementById('findings'));
    this.lintSoon = debounce(() => this.lint(), LINT_AFTER);
  }

  async open() {
    const response = await request('GET', this.urls.fileUrl);
    if (!response.ok) {
      throw new Error(`Berkas tidak dapat dibuka (${response.status}).`);
    }
    this.version = response.headers.get('X-Version') || this.version;
    await this.modeler.importXML(await response.text());
    this.fit();
    this.modeler.on('commandStack.changed', () => this.changed());
    this.listSteps();
    await this.lint();
  }

  // The whole diagram beside the palette where it stays readable; a larger one from its beginning.
  fit() {
    const canvas = this.modeler.get('canvas');
    const { inner, outer } = canvas.viewbox();
    const room = outer.width - PALETTE - MARGIN;
    const scale = Math.max(READABLE, Math.min(1, room / inner.width, (outer.height - MARGIN) / inner.height));
    const spare = Math.max(MARGIN, outer.height - inner.height * scale) / 2;
    canvas.viewbox({
      x: inner.x - PALETTE / scale, y: inner.y - spare / scale, width: outer.width / scale, height: outer.height / scale
    });
  }

  changed() {
    this.dirty = true;
    this.say('Ada perubahan yang belum disimpan.');
    this.listSteps();
    this.lintSoon();
  }

  async xml() {
    return faithful((await this.modeler.saveXML({ format: true })).xml);
  }

  async lint() {
    const response = await request('POST', this.urls.lintUrl, await this.xml(), { 'Content-Type': 'application/xml' });
    const answer = await json(response);
    if (answer.findings) {
      this.findings.show(answer.findings);
    } else if (!response.ok) {
      this.say(answer.detail || answer.title || `Pemeriksaan gagal (${response.status}).`);
    }
  }

  async save() {
    this.say('Menyimpan …');
    const response = await request('PUT', this.urls.saveUrl, await this.xml(), {
      'Content-Type': 'application/xml', 'If-Match': this.version
    });
    const answer = await json(response);
    if (!response.ok) {
      this.say(answer.detail || answer.title || `Draf tidak tersimpan (${response.status}).`);
      return false;
    }
    this.version = String(answer.version ?? this.version);
    this.dirty = false;
    this.findings.show(answer.findings || []);
    this.say('Draf tersimpan.');
    return true;
  }

  async release() {
    const note = await askNote();
    if (note === null || (this.dirty && !await this.save())) {
      return;
    }
    const answer = await release(this.urls.releaseUrl, { paths: [ this.path() ], note }, sentence => this.say(sentence));
    if (answer.findings) {
      this.findings.show(answer.findings);
    }
    this.say(answer.number ? `Versi ${answer.number} berlaku sekarang.` : answer.detail || 'Belum dapat diberlakukan: lihat temuan.');
  }

  path() {
    const tail = new URL(this.urls.saveUrl, location.href).pathname.split('/isi/')[1] || '';
    return this.urls.path || decodeURIComponent(tail);
  }

  listSteps() {
    const list = document.getElementById('steps');
    if (list) {
      steps(this.modeler, list, id => this.findings.select(id));
    }
  }

  say(sentence) {
    if (this.status) {
      this.status.textContent = sentence;
    }
  }
}

async function start() {
  const canvas = document.getElementById('canvas');
  const answer = await request('GET', canvas.dataset.optionsUrl);
  const options = answer.ok ? await answer.json() : {};
  const editor = new Editor(canvas, { ...options, base: canvas.dataset.saveUrl.split('/isi/')[0] });
  const press = (id, act) => document.getElementById(id)?.addEventListener('click', event => {
    event.preventDefault();
    act().catch(problem => editor.say(problem.message));
  });
  press('save', () => editor.save());
  press('lint', () => editor.lint());
  press('release', () => editor.release());
  window.addEventListener('beforeunload', event => editor.dirty && event.preventDefault());
  window.tata = { modeler: editor.modeler, missing };
  await editor.open().catch(problem => editor.say(problem.message));
  document.documentElement.dataset.ready = 'yes';
}

start();
