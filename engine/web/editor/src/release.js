// Asking what the change is before it goes live, in a dialog of our own.
import { json, node, request } from './page';

const ASK_AGAIN = 1000;
const OVER = { red: 'Belum berlaku', lost: 'Uji terputus' };

export function askNote() {
  return ask('Apa yang berubah?', 'Berkas baru mengikuti versi ini. Berkas yang berjalan tetap pada versinya.');
}

// Releasing: the server plays the scenarios first; where it needs more time, its run is watched to the end.
export async function release(url, wanted, say) {
  const response = await request('POST', url, JSON.stringify(wanted), { 'Content-Type': 'application/json' });
  const answer = await json(response);
  if (answer.code === 'release.reason') {
    const reason = await ask('Mengapa tanpa skenario?', answer.detail);
    return reason ? release(url, { ...wanted, reason }, say) : answer;
  }
  if (answer.code === 'release.red' && !wanted.play) {
    return release(url, { ...wanted, play: true }, say);
  }
  return response.status === 202 ? played(answer.run, url, wanted, say) : answer;
}

async function played(run, url, wanted, say) {
  for (;;) {
    const found = await json(await request('GET', run, undefined, { Accept: 'application/json' }));
    if (found.state === 'green') {
      return release(url, { ...wanted, play: false }, say);
    }
    if (found.state !== 'running') {
      const failed = (found.failed || [])[0];
      return { detail: `${OVER[found.state] || OVER.red}: ${failed ? `skenario «${failed.title}»: ${failed.why}` : 'coba lagi'}` };
    }
    say(`Skenario dimainkan: ${found.done} dari ${found.total} …`);
    await new Promise(resolve => setTimeout(resolve, ASK_AGAIN));
  }
}

function ask(question, told) {
  return new Promise(resolve => {
    const note = node('textarea', { class: 'govuk-textarea', id: 'catatan-berlaku', rows: '3', required: '' });
    const go = node('button', { class: 'govuk-button', value: 'ya' }, 'Berlakukan sekarang');
    const back = node('button', { class: 'govuk-button govuk-button--secondary', value: '', formnovalidate: '' }, 'Batal');
    const form = node('form', { method: 'dialog' },
      node('h2', { class: 'govuk-heading-m' }, 'Berlakukan versi baru'),
      node('p', { class: 'govuk-body' }, told),
      node('label', { class: 'govuk-label govuk-label--s', for: 'catatan-berlaku' }, question),
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
