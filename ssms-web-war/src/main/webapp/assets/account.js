// Logging out also ends the session at the license server.
import { closeLicenseSession } from './server.js';

const form = document.querySelector('.account');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  closeLicenseSession().catch(() => {}).finally(() => form.submit());
}, { once: true });
