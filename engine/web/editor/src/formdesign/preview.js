// The form as officials will meet it: rendered by the server, shown without any script of its own.
import { json, node, request } from '../page';

export class Preview {
  constructor(urls, { answered }) {
    this.urls = urls;
    this.answered = answered;
    this.frame = document.getElementById('frame');
    this.holder = document.getElementById('frame-holder');
    this.status = document.getElementById('preview-status');
    this.touched = false;
    this.sample = {};
    this.turn = 0;
    this.frame.addEventListener('load', () => this.loaded());
    window.addEventListener('resize', () => this.fit());
    document.getElementById('widths').addEventListener('click', event => this.widen(event.target.closest('[data-width]')));
    this.widen(document.querySelector(`#widths [data-width="${window.innerWidth < 700 ? 390 : 1280}"]`));
    document.getElementById('fresh').addEventListener('click', () => this.again());
  }

  again() {
    this.touched = false;
    return this.show(this.form);
  }

  async show(form, pressed = null) {
    this.form = form;
    const turn = this.turn += 1;
    const raw = this.touched || pressed ? this.typed(pressed) : null;
    const body = JSON.stringify({ form, raw, sample: this.sample, sent: pressed?.name === '_kirim' });
    const response = await request('POST', this.urls.previewUrl, body, { 'Content-Type': 'application/json' });
    const answer = await json(response);
    if (turn !== this.turn) {
      return;
    }
    this.status.textContent = response.ok ? '' : answer.detail || `Pratinjau gagal (${response.status}).`;
    if (response.ok) {
      this.frame.srcdoc = answer.html;
      this.samples(answer.outside);
      this.answered(answer);
    }
  }

  loaded() {
    const page = this.frame.contentDocument;
    if (!page?.getElementById('isian')) {
      return;
    }
    page.addEventListener('input', () => { this.touched = true; });
    page.addEventListener('click', event => this.clicked(event));
    page.addEventListener('submit', event => event.preventDefault());
    this.fit();
    this.frame.dataset.ready = String(this.turn);
  }

  clicked(event) {
    const link = event.target.closest('a');
    const button = event.target.closest('button');
    if (link) {
      event.preventDefault();
      const target = link.hash && this.frame.contentDocument.getElementById(link.hash.slice(1));
      target?.scrollIntoView({ block: 'center' });
      target?.focus();
    } else if (button) {
      event.preventDefault();
      this.touched = true;
      this.show(this.form, { name: button.name, value: button.value });
    }
  }

  // What stands in the fields, as a browser would post it.
  typed(pressed) {
    const form = this.frame.contentDocument?.getElementById('isian');
    const raw = {};
    const keep = (name, value) => { (raw[name] ||= []).push(typeof value === 'string' ? value : ''); };
    if (form) {
      [ ...new FormData(form) ].filter(([ , value ]) => typeof value === 'string').forEach(([ name, value ]) => keep(name, value));
    }
    if (pressed?.name) {
      keep(pressed.name, pressed.value || '1');
    }
    return raw;
  }

  widen(button) {
    if (button) {
      this.width = Number(button.dataset.width);
      document.querySelectorAll('#widths [data-width]').forEach(one => one.setAttribute('aria-pressed', String(one === button)));
      this.fit();
    }
  }

  // The page at its true width; a page wider than the room is shown smaller, as a whole.
  fit() {
    const scale = Math.min(1, this.holder.clientWidth / this.width);
    this.frame.style.width = `${this.width}px`;
    this.frame.style.transform = `scale(${scale})`;
    this.frame.style.height = '0px';
    const height = this.frame.contentDocument?.documentElement?.scrollHeight || 0;
    this.frame.style.height = `${height}px`;
    this.holder.style.height = `${Math.ceil(height * scale)}px`;
  }

  // What the form reads of its case, to be given an example of.
  samples(names) {
    const box = document.getElementById('samples');
    box.hidden = !names.length;
    const fields = document.getElementById('sample-fields');
    if (fields.dataset.names === names.join()) {
      return;
    }
    fields.dataset.names = names.join();
    fields.replaceChildren(...names.map((name, index) => {
      const input = node('input', { class: 'govuk-input', id: `contoh-${index}`, autocomplete: 'off', spellcheck: 'false' });
      input.value = this.sample[name] || '';
      input.addEventListener('change', () => {
        this.sample[name] = input.value;
        this.show(this.form);
      });
      return node('div', { class: 'tata-props__entry' }, node('label', { class: 'govuk-label', for: `contoh-${index}` }, name), input);
    }));
  }
}
