// Asking what the change is before it goes live, in a dialog of our own.
import { node } from './page';

export function askNote() {
  return new Promise(resolve => {
    const note = node('textarea', { class: 'govuk-textarea', id: 'catatan-berlaku', rows: '3', required: '' });
    const go = node('button', { class: 'govuk-button', value: 'ya' }, 'Berlakukan sekarang');
    const back = node('button', { class: 'govuk-button govuk-button--secondary', value: '', formnovalidate: '' }, 'Batal');
    const form = node('form', { method: 'dialog' },
      node('h2', { class: 'govuk-heading-m' }, 'Berlakukan versi baru'),
      node('p', { class: 'govuk-body' }, 'Berkas baru mengikuti versi ini. Berkas yang berjalan tetap pada versinya.'),
      node('label', { class: 'govuk-label govuk-label--s', for: 'catatan-berlaku' }, 'Apa yang berubah?'),
      note, node('div', { class: 'tata-buttons' }, go, back));
    const dialog = node('dialog', { class: 'tata-dialog', 'aria-label': 'Berlakukan versi baru' }, form);
    document.body.append(dialog);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'ya' ? note.value.trim() : null);
    });
    dialog.showModal();
  });
}
