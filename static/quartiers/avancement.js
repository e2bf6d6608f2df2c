// Relit l'avancement d'un recueil toutes les deux secondes, tant qu'il se fabrique.
const PERIODE = 2000;

export function suivreAvancement(section) {
  async function relire() {
    const reponse = await fetch(section.dataset.avancement).catch(() => null);
    if (reponse?.ok && !reponse.redirected) {
      section.innerHTML = await reponse.text();
    }
    if (section.querySelector("progress")) setTimeout(relire, PERIODE);
  }
  setTimeout(relire, PERIODE);
}
